// SPDX-License-Identifier: Apache-2.0

public import Messages

/// How much can be written to a mailslot of another computer.
///
/// Windows makes the whole SMB at most 512 bytes, which leaves 432 less the name behind `\MAILSLOT\`
/// rounded up to a multiple of four: 424 for MESSNGR. Source: [MS-MAIL] note 2; C83 to C88.
public enum MailslotLimit {
  /// Whom a write is for.
  public enum Destination: Sendable {
    /// One computer.
    case computer

    /// A domain or workgroup, or everyone in it (`*`).
    case domain
  }

  /// Why bytes cannot be written; Windows' code is ERROR_BAD_NETPATH (53) for all of these.
  public enum Refusal: Error, Equatable, Sendable {
    /// The code that Windows has for each of these.
    public static let win32Error = Win32Error.badNetworkPath

    /// More than the mailslot of that name takes from afar.
    case tooLong(byteCount: Int, limit: Int)

    /// 425 or 426 bytes, which old Windows loses between two methods (C86).
    case unsupportedLength(byteCount: Int)
  }

  /// The longest write to a domain, whatever the name: C85.
  private static let domainLimit = 424

  /// The longest payload of a mailslot of that name, in bytes; C83.
  public static func payloadByteCount(
    _ name: RemoteMailslotName, to destination: Destination = .computer
  ) -> Int {
    let limit = max(0, 432 - roundedUp(name.path.count))
    return destination == .domain ? min(limit, domainLimit) : limit
  }

  /// The longest payload that fits a UDP packet of 576 bytes, more than which nmbd cannot read.
  ///
  /// - Parameter nameByteCount: The encoded source and destination names: 68 without a scope.
  public static func portablePayloadByteCount(
    _ name: RemoteMailslotName, nameByteCount: Int = 68
  ) -> Int {
    max(0, 576 - 14 - nameByteCount - MailslotWrite.dataOffset(name))
  }

  /// Says whether a payload can be written.
  ///
  /// - Throws: ``Refusal``: nothing is sent then, and nothing cut.
  public static func check(
    byteCount: Int, _ name: RemoteMailslotName, to destination: Destination
  ) throws(Refusal) {
    let limit = payloadByteCount(name, to: destination)
    guard byteCount <= limit else { throw .tooLong(byteCount: byteCount, limit: limit) }
    guard !(425...426).contains(byteCount) else {
      throw .unsupportedLength(byteCount: byteCount)
    }
  }

  static func roundedUp(_ count: Int) -> Int { (count + 3) & ~3 }
}

extension MailslotLimit.Refusal: CustomStringConvertible {
  /// One line for a person.
  public var description: String {
    switch self {
    case .tooLong(let byteCount, let limit):
      "the message has \(byteCount) bytes; at most \(limit) go to a mailslot over the network"
    case .unsupportedLength(let byteCount):
      "a message of exactly \(byteCount) bytes gets lost on its way to a remote mailslot"
    }
  }
}
