// SPDX-License-Identifier: Apache-2.0

/// The names of a node on one network, in the order they were claimed.
public struct NameTable: Equatable, Sendable {
  /// The state of a name.
  public enum State: Equatable, Sendable {
    /// Being claimed.
    case claiming

    /// This node owns it.
    case owned

    /// Lost by demand of another node: it can only be released. RFC 1001 15.1.3.5.
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

    /// Its state.
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

  /// Whether this node owns the name and takes the packets that are sent to it.
  public func owns(_ name: NetBIOSName) -> Bool { self[name]?.state == .owned }

  /// The names that this node owns.
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
