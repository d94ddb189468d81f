// SPDX-License-Identifier: Apache-2.0

/// NAME_FLAGS: the state of a name in a node status response.
///
/// Source: RFC 1002 4.2.18.
public struct NameFlags: OptionSet, Hashable, Sendable {
  /// The word.
  public let rawValue: UInt16

  /// Creates the flags from their word.
  public init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  /// Creates the flags of a name of a node of that type.
  public init(_ flags: NameFlags, nodeType: NodeType) {
    rawValue = flags.rawValue | UInt16(nodeType.rawValue) << 13
  }

  /// G: a group's name.
  public static let group = NameFlags(rawValue: 0x8000)

  /// DRG: about to be given up.
  public static let deregistering = NameFlags(rawValue: 0x1000)

  /// CNF: another node has it too.
  public static let conflict = NameFlags(rawValue: 0x0800)

  /// ACT: in use, as all names are.
  public static let active = NameFlags(rawValue: 0x0400)

  /// PRM: the node's own name.
  public static let permanent = NameFlags(rawValue: 0x0200)

  /// ONT: how the node finds names.
  public var nodeType: NodeType { NodeType(bits: rawValue >> 13) }
}
