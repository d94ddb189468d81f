// SPDX-License-Identifier: Apache-2.0

/// RCODE: why the name service refuses a request.
///
/// Source: RFC 1002 4.2.6, 4.2.11 and 4.2.14.
public struct ResponseCode: RawRepresentable, Hashable, Sendable {
  /// The four bits, 0…15.
  public let rawValue: UInt8

  /// Creates a code; only the low four bits count.
  public init(rawValue: UInt8) {
    self.rawValue = rawValue & 0x0F
  }

  /// No error.
  public static let success = ResponseCode(rawValue: 0)

  /// FMT_ERR: the request was not understood.
  public static let formatError = ResponseCode(rawValue: 1)

  /// SRV_ERR: the name server has a problem.
  public static let serverFailure = ResponseCode(rawValue: 2)

  /// NAM_ERR: there is no such name.
  public static let nameError = ResponseCode(rawValue: 3)

  /// IMP_ERR: the name server does not know such requests.
  public static let unsupported = ResponseCode(rawValue: 4)

  /// RFS_ERR: refused by policy.
  public static let refused = ResponseCode(rawValue: 5)

  /// ACT_ERR: another node owns the name.
  public static let active = ResponseCode(rawValue: 6)

  /// CFT_ERR: two nodes own the name.
  public static let conflict = ResponseCode(rawValue: 7)
}

extension ResponseCode: CustomStringConvertible {
  /// The name of the code in RFC 1002, or its number.
  public var description: String {
    switch self {
    case .formatError: "FMT_ERR"
    case .serverFailure: "SRV_ERR"
    case .nameError: "NAM_ERR"
    case .unsupported: "IMP_ERR"
    case .refused: "RFS_ERR"
    case .active: "ACT_ERR"
    case .conflict: "CFT_ERR"
    default: "\(rawValue)"
    }
  }
}
