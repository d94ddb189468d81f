// SPDX-License-Identifier: Apache-2.0

/// A name, one owner of it, and for how long: what registrations, refreshes and releases carry.
public struct NameRecord: Equatable, Sendable {
  /// The name.
  public var name: ScopedName

  /// For how many seconds it holds; 0 means for ever, the value of B-nodes.
  public var timeToLive: UInt32

  /// The owner.
  public var entry: NameEntry

  /// Creates a record.
  public init(_ name: ScopedName, timeToLive: UInt32 = 0, entry: NameEntry) {
    self.name = name
    self.timeToLive = timeToLive
    self.entry = entry
  }
}
