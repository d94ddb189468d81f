// SPDX-License-Identifier: Apache-2.0

public import Messages
public import Wire

/// Why a message did not get through a session, or may not have got through.
public indirect enum MessageTransmissionFailure: Error, Equatable, Sendable {
  /// The receiver refused the message.
  case refused(SMBStatus, SMBCommand)

  /// The reply was malformed.
  case malformedReply(WireError)

  /// The reply belongs to another command.
  case unexpectedReply(SMBCommand)

  /// The connection ended before the reply.
  case disconnected(isDeliveryUnknown: Bool)

  /// The reply did not come in time.
  case timedOut(isDeliveryUnknown: Bool)

  /// Whether the whole message was sent, so that it may have arrived.
  public var isDeliveryUnknown: Bool {
    switch self {
    case .disconnected(let isDeliveryUnknown), .timedOut(let isDeliveryUnknown): isDeliveryUnknown
    case .refused, .malformedReply, .unexpectedReply: false
    }
  }

  /// The code that `net send` prints for the failure; [MS-MSRP] 3.2.4.1.
  public var win32Error: Win32Error {
    switch self {
    case .refused(.paused, _): .remotePaused
    case .refused(.noRoom, _): .nameInUse
    case .refused(.tooManyNames, _): .remoteAliasTableFull
    case .refused: .badReceive
    // [MS-MSRP] note 28: a malformed reply is a network error.
    case .malformedReply, .unexpectedReply, .disconnected, .timedOut: .networkError
    }
  }

  /// The code that `net send` prints when the session itself is refused.
  ///
  /// - Parameter sessionRefusal: ERROR_CODE of a negative session response, RFC 1002 4.3.4.
  public static func win32Error(sessionRefusal: UInt8) -> Win32Error {
    switch sessionRefusal {
    case 0x80, 0x82: .nameNotFound
    case 0x83: .nameInUse
    default: .networkError
    }
  }
}

extension MessageTransmissionFailure: CustomStringConvertible {
  /// One line for a person.
  public var description: String {
    switch self {
    case .refused(let status, let command): "the receiver answered \(status) to \(command)"
    case .malformedReply(let error): "the receiver's answer is malformed: \(error)"
    case .unexpectedReply(let command):
      "the receiver answered \(command), which the sender did not send"
    case .disconnected(true): "the receiver hung up; the message may have arrived"
    case .disconnected(false): "the receiver hung up before it had the message"
    case .timedOut(true): "the receiver did not answer in time; the message may have arrived"
    case .timedOut(false): "the receiver did not answer in time"
    }
  }
}
