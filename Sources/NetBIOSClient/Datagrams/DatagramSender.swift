// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Mailslots
package import NetBIOS
package import SMBMessaging
import Wire

/// Sends mailslot writes over the network, UDP 138; receivers do not answer them (C89).
package struct DatagramSender {
  /// How long sending to all addresses may take: the queue of an interface can be full for a while.
  private static let timeLimit = Duration.seconds(1)

  private let access: NetworkAccess

  /// Creates a sender.
  package init(_ access: NetworkAccess) { self.access = access }

  /// Writes to the mailslot of every computer in a workgroup: one datagram per interface (C92).
  ///
  /// This does not ask a name server for the members: nmbd and Windows give 255.255.255.255 for a group,
  /// and list only the members of `<1C>`, which take no messages.
  package func write(_ write: MailslotWrite, toGroup destination: NetBIOSName)
    throws(NetworkFailure)
  {
    let datagram = try datagram(.directGroup, to: destination, write)
    var failure: NetworkFailure?
    var isSent = false
    let deadline = Deadline.after(DatagramSender.timeLimit)
    for target in try NameLookup(access.settings).broadcasts() {
      do throws(NetworkFailure) {
        try send(datagram, to: target, until: deadline)
        isSent = true
      } catch {
        failure = failure ?? error
      }
    }
    if !isSent, let failure { throw failure }
  }

  /// Writes to the mailslot of one computer, at the first of its addresses that can be reached.
  func write(
    _ write: MailslotWrite, to destination: NetBIOSName, at addresses: [IPv4Address]
  ) throws(NetworkFailure) {
    let datagram = try datagram(.directUnique, to: destination, write)
    let deadline = Deadline.after(DatagramSender.timeLimit)
    var failure: NetworkFailure?
    for address in addresses {
      do throws(NetworkFailure) {
        return try send(datagram, to: BroadcastTarget(address), until: deadline)
      } catch {
        failure = failure ?? error
      }
    }
    if let failure { throw failure }
  }

  private func datagram(
    _ kind: Datagram.Kind, to destination: NetBIOSName, _ write: MailslotWrite
  ) throws(NetworkFailure) -> Datagram {
    Datagram(
      kind, datagramID: .random(in: .min ... .max),
      from: ScopedName(try access.ownName(.workstation)),
      at: Endpoint(address: .any, port: Endpoint.datagramServicePort),
      to: ScopedName(destination), payload: try NetworkFailure.encoding(write))
  }

  private func send(
    _ datagram: Datagram, to target: BroadcastTarget, until deadline: Deadline
  ) throws(NetworkFailure) {
    let endpoint = Endpoint(address: target.address, port: access.settings.datagramPort)
    do throws(Errno) {
      let socket = try NetworkSocket(.udp)
      // RFC 1002 4.4 has port 138. A user may not have it, and a gateway or nmbd may use it.
      socket.prefer(port: Endpoint.datagramServicePort)
      socket.chooseInterface(target.interface)
      // A connected socket knows the address and port that it sends from.
      try socket.choose(endpoint)
      var datagram = datagram
      datagram.claimedSource = socket.localEndpoint()
      guard let bytes = try? datagram.encoded() else { throw .messageTooLong }
      try socket.send(bytes, until: deadline)
    } catch {
      throw .unreachable(endpoint, error)
    }
  }
}
