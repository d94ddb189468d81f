// SPDX-License-Identifier: Apache-2.0

/// The second word of every name service packet.
///
///      15  14 … 11  10   9   8   7   6   5   4   3 … 0
///     +---+--------+---+---+---+---+---+---+---+-------+
///     | R | OPCODE | AA| TC| RD| RA| 0 | 0 | B | RCODE |
///     +---+--------+---+---+---+---+---+---+---+-------+
///
/// Source: RFC 1002 4.2.1.1.
public struct NameServiceFlags: RawRepresentable, Hashable, Sendable {
  /// The word.
  public let rawValue: UInt16

  /// Creates the flags from their word.
  public init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  /// R: an answer.
  var isResponse: Bool { rawValue & 0x8000 != 0 }

  /// OPCODE: 0 query, 5 registration, 6 release, 7 WACK, 8 and 9 refresh, 15 multi-homed.
  var opcode: UInt8 { UInt8(truncatingIfNeeded: rawValue >> 11 & 0x0F) }

  /// AA: the answering node is the authority for the name.
  var isAuthoritative: Bool { rawValue & 0x0400 != 0 }

  /// TC: the packet was cut.
  var isTruncated: Bool { rawValue & 0x0200 != 0 }

  /// RD: set in a request, clear in a demand.
  var isRecursionDesired: Bool { rawValue & 0x0100 != 0 }

  /// RA: a name server answers.
  var isRecursionAvailable: Bool { rawValue & 0x0080 != 0 }

  /// B: broadcast.
  var isBroadcast: Bool { rawValue & 0x0010 != 0 }

  /// RCODE.
  var responseCode: ResponseCode { ResponseCode(rawValue: UInt8(rawValue & 0x0F)) }
}
