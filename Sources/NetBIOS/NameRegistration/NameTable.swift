// SPDX-License-Identifier: Apache-2.0

/// The names of a node on one network, in the order they were claimed.
public struct NameTable: Equatable, Sendable {
  /// How far a name is.
  public enum State: Equatable, Sendable {
    /// Being asked for.
    case claiming

    /// Ours.
    case owned

    /// Given up by demand of another node: good for nothing but to be released. RFC 1001 15.1.3.5.
    case conflict

    /// Being given up.
    case releasing
  }

  /// A name and its state.
  public struct Entry: Equatable, Sendable {
    /// The name.
    public let name: NetBIOSName

    /// Whether other nodes may have it too.
    public let isGroup: Bool

    /// How far it is.
    public internal(set) var state: State
  }

  /// The most names a node can have: [MS-MSRP] note 9.
  public static let maximumCount = 256

  /// The names.
  public private(set) var entries: [Entry] = []

  /// Creates an empty table.
  public init() {}

  /// The entry of a name.
  public subscript(name: NetBIOSName) -> Entry? { entries.first { $0.name == name } }

  /// Whether the name is ours, so that what is sent to it is for us.
  public func owns(_ name: NetBIOSName) -> Bool { self[name]?.state == .owned }

  /// The names that are ours.
  public var owned: [Entry] { entries.filter { $0.state == .owned } }

  mutating func add(_ name: NetBIOSName, isGroup: Bool) {
    entries.append(Entry(name: name, isGroup: isGroup, state: .claiming))
  }

  mutating func set(_ name: NetBIOSName, _ state: State) {
    for index in entries.indices where entries[index].name == name {
      entries[index].state = state
    }
  }

  mutating func remove(_ name: NetBIOSName) {
    entries.removeAll { $0.name == name }
  }
}
