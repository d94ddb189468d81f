// SPDX-License-Identifier: Apache-2.0

public import Console
public import LinuxSystem
public import NetBIOS
public import SMBMessaging
public import Wire

/// Why the network did not take a message.
public enum NetworkFailure: Error, Equatable, Sendable {
  /// Nobody on the network has the name.
  case nameNotFound(String)

  /// Nothing on the network can have the name.
  case impossibleName(String, NetBIOSNameError)

  /// No interface can be used to ask everyone.
  case noInterface

  /// The address cannot be reached.
  case unreachable(Endpoint, Errno)

  /// The computer that has the name does not want to talk.
  case refused(String, SessionRefusal)

  /// What the other side answered is nothing that belongs there.
  case garbled(Endpoint, WireError)

  /// The session was open, and the message did not get through it.
  case notTaken(MessageTransmissionFailure)

  /// The message is longer than a datagram carries.
  case tooLong(MailslotLimit.Refusal)

  /// A name or a text cannot be written in a packet.
  case unsendable(WireError)

  /// The settings of the network cannot be used.
  case settings(NetworkSettingsError)

  /// The code Windows has for this failure: NERR codes, and those of [MS-ERREF].
  public var code: Int {
    switch self {
    case .nameNotFound, .impossibleName: NetError.nameNotFound.rawValue
    case .unreachable(_, .timedOut), .notTaken(.timedOut): 121
    case .noInterface, .unreachable, .garbled: NetError.networkError.rawValue
    case .refused(_, let refusal):
      MessageTransmissionFailure.netError(sessionRefusal: refusal.rawValue).rawValue
    case .notTaken(let failure): failure.netError.rawValue
    case .tooLong: Int(MailslotLimit.Refusal.win32Code)
    case .unsendable: 87
    case .settings: 1610
    }
  }
}

extension NetworkFailure: CustomStringConvertible {
  /// One line for a person.
  public var description: String {
    switch self {
    case .nameNotFound(let name): "nobody on the network answers to the name \(name)"
    case .impossibleName(let name, let error):
      "nobody on the network can be named \(name): \(error)"
    case .noInterface: "no network interface is up, or none can broadcast"
    case .unreachable(let endpoint, .timedOut): "\(endpoint) does not answer in time"
    case .unreachable(let endpoint, let errno): "\(endpoint): \(errno)"
    case .refused(let name, let refusal): "\(name): \(refusal)"
    case .garbled(let endpoint, let error): "\(endpoint) does not speak NetBIOS: \(error)"
    case .notTaken(let failure): failure.description
    case .tooLong(let refusal): refusal.description
    case .unsendable(let error): "it cannot be written in a packet: \(error)"
    case .settings(let error): error.description
    }
  }
}

extension NetworkFailure {
  /// How a program ends on this failure.
  public var exitStatus: ExitStatus {
    switch self {
    case .tooLong, .unsendable: .textRefused
    default: SendFailure.network(self).exitStatus
    }
  }

  /// The bytes of a packet's part.
  static func encoding(_ part: some WireCodable) throws(NetworkFailure) -> [UInt8] {
    do throws(WireError) { return try part.encoded() } catch { throw .unsendable(error) }
  }
}
