// SPDX-License-Identifier: Apache-2.0

public import Messages
import Wire

/// The longest write to a mailslot of another computer.
///
/// A whole SMB of Windows has at most 512 bytes. This leaves 432 bytes, less the name behind
/// `\MAILSLOT\` rounded up to a multiple of four: 424 for MESSNGR. Source: [MS-MAIL] note 2; C83 to C88.
public enum MailslotLimit {
  /// The destination of a write.
  public enum Destination: Sendable {
    /// One computer.
    case computer

    /// A domain or workgroup, or all computers in it (`*`).
    case domain
  }

  /// Why bytes cannot be written; the Windows code is ERROR_BAD_NETPATH (53) for all of these.
  public enum Refusal: Error, Equatable, Sendable {
    /// The Windows error code.
    public static let win32Error = Win32Error.badNetworkPath

    /// The payload is over the limit of the mailslot for writes from other computers.
    case tooLong(byteCount: Int, limit: Int)

    /// The payload has 425 or 426 bytes, which old Windows loses between two methods (C86).
    case unsupportedLength(byteCount: Int)
  }

  /// The longest write to a domain, for any mailslot: C85.
  private static let domainLimit = 424

  /// The longest payload of a mailslot of that name, in bytes; C83.
  public static func payloadByteCount(
    _ name: RemoteMailslotName, to destination: Destination = .computer
  ) -> Int {
    let limit = max(0, 432 - roundedUp(name.path.count))
    return destination == .domain ? min(limit, domainLimit) : limit
  }

  /// The longest payload that Samba passes on, in bytes: 406 for MESSNGR.
  ///
  /// RFC 1002 limits a datagram to 576 bytes, which Windows does not keep. Samba's nmbd reads no more, and
  /// drops a datagram that it has not read whole.
  public static func portablePayloadByteCount(_ name: RemoteMailslotName) -> Int {
    let names = 14 + 2 * 34
    return max(0, 576 - names - MailslotWrite.dataOffset(name))
  }

  /// Checks whether a payload can be written.
  ///
  /// - Throws: ``Refusal``: the caller then sends nothing, and cuts nothing.
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
      "the message has \(byteCount) bytes; a mailslot over the network takes at most \(limit)"
    case .unsupportedLength(let byteCount):
      "a message of exactly \(byteCount) bytes gets lost on its way to a remote mailslot"
    }
  }
}
