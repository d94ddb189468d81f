// SPDX-License-Identifier: Apache-2.0

public import LinuxSystem
public import Mailslots
import NetBIOS
import SMBMessaging
import Wire

/// A mailslot of another computer, or of every computer in a workgroup: `\\HOST\mailslot\name`.
///
/// Each write is one datagram. The receiver does not answer it, so the sender cannot know whether it has
/// arrived or whether a program reads there (C89). [MS-MAIL] 3.1.4.1, C82 to C92.
public struct RemoteMailslot: Sendable {
  private enum Target: Sendable {
    case group(NetBIOSName)
    case computer(NetBIOSName, [IPv4Address])
  }

  private let access: NetworkAccess
  private let name: RemoteMailslotName
  private let target: Target

  /// Finds the computers that a name stands for; this may ask the network.
  ///
  /// - Parameters:
  ///   - name: A name with a host: `\\HOST\…`, `\\WORKGROUP\…`, `\\192.0.2.20\…`, `\\*\…`.
  ///   - deadline: When the search ends.
  /// - Throws: ``NetworkFailure/nameNotFound(_:)``, ``NetworkFailure/impossibleName(_:_:)``,
  ///   ``NetworkFailure/unsendable(_:)`` for a name of the mailslot that is not ASCII.
  public init(
    _ name: MailslotName, over access: NetworkAccess, until deadline: Deadline
  ) throws(NetworkFailure) {
    self.access = access
    do throws(WireError) {
      self.name = try RemoteMailslotName(#"\MAILSLOT\"# + name.path.uppercased())
    } catch {
      throw .unsendable(error)
    }
    target = try RemoteMailslot.target(of: name, access, until: deadline)
  }

  private static func target(
    of name: MailslotName, _ access: NetworkAccess, until deadline: Deadline
  ) throws(NetworkFailure) -> Target {
    let own = access.settings.workgroup
    guard case .named(let host) = name.host, host.uppercased() != own.uppercased() else {
      return .group(try access.name(own, .workstation))
    }
    let computer = try access.name(host, .workstation)
    let lookup = NameLookup(access.settings)
    if let address = IPv4Address(host) {
      let status = try lookup.status(of: address, until: deadline)
      return .computer(status?.computerName ?? computer, [address])
    }
    return switch try lookup.owners(of: computer, until: deadline) {
    case .computer(let addresses): .computer(computer, addresses)
    case .group: .group(computer)
    }
  }

  /// Whether this machine is one of the recipients (C97).
  public var isForThisMachineToo: Bool {
    guard case .group(let group) = target else { return false }
    return group == (try? access.name(access.settings.workgroup, .workstation))
  }

  /// The longest message that also computers get where Samba takes the datagrams, in bytes.
  public var portableByteCount: Int { MailslotLimit.portablePayloadByteCount(name) }

  /// Writes one message.
  ///
  /// - Throws: ``NetworkFailure/tooLong(_:)``; then nothing is sent (C83 to C88).
  public func write(_ bytes: [UInt8]) throws(NetworkFailure) {
    let destination: MailslotLimit.Destination =
      if case .group = target { .domain } else { .computer }
    do throws(MailslotLimit.Refusal) {
      try MailslotLimit.check(byteCount: bytes.count, name, to: destination)
    } catch {
      throw .tooLong(error)
    }
    let write = MailslotWrite(to: name, data: bytes)
    let sender = DatagramSender(access)
    switch target {
    case .group(let group): try sender.write(write, toGroup: group)
    case .computer(let name, let addresses): try sender.write(write, to: name, at: addresses)
    }
  }
}
