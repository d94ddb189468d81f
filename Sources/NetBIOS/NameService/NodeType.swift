// SPDX-License-Identifier: Apache-2.0

/// How a node claims and finds names: the two bits ONT of the name service and SNT of datagrams.
///
/// Receivers ignore it. Source: RFC 1001 10, RFC 1002 4.2.1.3 and 4.4.1.
public enum NodeType: UInt8, Sendable {
  /// B: by broadcasts only.
  case broadcast = 0

  /// P: by asking a name server.
  case pointToPoint = 1

  /// M: by broadcasts, then by asking.
  case mixed = 2

  /// H: by asking, then by broadcasts; in a datagram of RFC 1002 a distribution server.
  case hybrid = 3

  /// The node type of a letter, `B`, `P`, `M` or `H`; else `nil`.
  public init?(letter: String) {
    switch letter {
    case "B", "b": self = .broadcast
    case "P", "p": self = .pointToPoint
    case "M", "m": self = .mixed
    case "H", "h": self = .hybrid
    default: return nil
    }
  }

  init(bits: some BinaryInteger) {
    self = NodeType(rawValue: UInt8(truncatingIfNeeded: bits & 3)) ?? .broadcast
  }
}
