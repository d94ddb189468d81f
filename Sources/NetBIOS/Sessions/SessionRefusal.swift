// SPDX-License-Identifier: Apache-2.0

import Wire

/// ERROR_CODE of a negative session response: why there is no session.
///
/// Source: RFC 1002 4.3.4.
public struct SessionRefusal: RawRepresentable, Hashable, Sendable {
  /// The byte.
  public let rawValue: UInt8

  /// Creates a refusal from its byte.
  public init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// 0x80: no program listens on the called name.
  public static let notListeningOnCalledName = SessionRefusal(rawValue: 0x80)

  /// 0x81: no program listens for the calling name.
  public static let notListeningForCallingName = SessionRefusal(rawValue: 0x81)

  /// 0x82: the called node does not have the called name.
  public static let calledNameNotPresent = SessionRefusal(rawValue: 0x82)

  /// 0x83: the called node has the name, but no room for a session.
  public static let insufficientResources = SessionRefusal(rawValue: 0x83)

  /// 0x8F: another reason.
  public static let unspecified = SessionRefusal(rawValue: 0x8F)
}

extension SessionRefusal: CustomStringConvertible {
  /// The refusal in words.
  public var description: String {
    switch self {
    case .notListeningOnCalledName: "no program listens on the called name"
    case .notListeningForCallingName: "no program listens for the calling name"
    case .calledNameNotPresent: "the called name is not there"
    case .insufficientResources: "no room for another session"
    default: "the session was refused with code 0x\(String(rawValue, radix: 16))"
    }
  }
}
