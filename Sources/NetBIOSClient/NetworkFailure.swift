// SPDX-License-Identifier: Apache-2.0

public import Console
public import LinuxSystem
public import Messages
public import NetBIOS
public import SMBMessaging
public import Wire

/// Why the network did not take a message.
public indirect enum NetworkFailure: Error, Equatable, Sendable {
  /// No computer on the network has the name.
  case nameNotFound(String)

  /// The word cannot be a name on the network.
  case impossibleName(String, NetBIOSNameError)

  /// The word is an address of IPv6, which NetBIOS does not have.
  case noIPv6(String)

  /// No interface can broadcast.
  case noInterface

  /// The address cannot be reached.
  case unreachable(Endpoint, Errno)

  /// The computer with the name refused the session.
  case refused(String, SessionRefusal)

  /// The answer is not a packet of this protocol.
  case garbled(Endpoint, WireError)

  /// The session was open, and the receiver did not take the message.
  case notTaken(MessageTransmissionFailure)

  /// The message is too long for a datagram.
  case tooLong(MailslotLimit.Refusal)

  /// A name or a text cannot be written in a packet.
  case unsendable(WireError)

  /// The settings of the network cannot be used.
  case settings(NetworkSettingsError)

  /// The code that Windows has for this failure.
  public var code: Win32Error {
    switch self {
    case .nameNotFound, .impossibleName, .noIPv6: .nameNotFound
    case .unreachable(_, .timedOut), .notTaken(.timedOut): .timedOut
    case .noInterface, .unreachable, .garbled: .networkError
    case .refused(_, let refusal):
      MessageTransmissionFailure.win32Error(sessionRefusal: refusal.rawValue)
    case .notTaken(let failure): failure.win32Error
    case .tooLong: MailslotLimit.Refusal.win32Error
    case .unsendable: .invalidParameter
    case .settings: .badConfiguration
    }
  }
}

extension NetworkFailure: CustomStringConvertible {
  /// One line for a person.
  public var description: String {
    switch self {
    case .nameNotFound(let name): "no computer on the network answers to the name \(name)"
    case .impossibleName(let name, let error):
      "\(name) cannot be a name on the network: \(error)"
    case .noIPv6(let address):
      "\(address): NetBIOS, which carries messages to computers, has no IPv6; give the name of the "
        + "computer, or its IPv4 address"
    case .noInterface: "no network interface is up, or none can broadcast"
    case .unreachable(let endpoint, .timedOut): "\(endpoint) does not answer in time"
    case .unreachable(let endpoint, let errno): "\(endpoint): \(errno)"
    case .refused(let name, let refusal): "\(name): \(refusal)"
    case .garbled(let endpoint, let error): "\(endpoint) does not speak NetBIOS: \(error)"
    case .notTaken(let failure): failure.description
    case .tooLong(let refusal): refusal.description
    case .unsendable(let error): "the message cannot be written as a packet: \(error)"
    case .settings(let error): error.description
    }
  }
}

extension NetworkFailure {
  /// How a program ends on this failure.
  public var exitStatus: ExitStatus {
    switch self {
    case .tooLong, .unsendable: .textRefused
    default: ExitStatus(code)
    }
  }

  /// The bytes of a part of a packet.
  package static func encoding(_ part: some WireCodable) throws(NetworkFailure) -> [UInt8] {
    do throws(WireError) { return try part.encoded() } catch { throw .unsendable(error) }
  }
}
