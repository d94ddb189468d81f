// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Mailslots
import NetBIOS
import SMBMessaging
import Wire

/// Mailslot writes over the network, UDP 138: sent, and nothing more is heard of them (C89).
struct DatagramSender {
  /// How long sending may take, to all addresses together: a full queue of the interface is waited for.
  private static let patience = Duration.seconds(1)

  private let access: NetworkAccess

  init(_ access: NetworkAccess) { self.access = access }

  /// Writes to the mailslot of every computer in a workgroup: one datagram an interface (C92).
  ///
  /// A name server is not asked for the members: of a group it knows 255.255.255.255, nmbd as well as
  /// Windows, and lists only those of `<1C>`, which take no messages.
  func write(_ write: MailslotWrite, toGroup destination: NetBIOSName) throws(NetworkFailure) {
    let datagram = try datagram(.directGroup, to: destination, write)
    var failure: NetworkFailure?
    var isSent = false
    let deadline = Deadline.after(DatagramSender.patience)
    for address in try NameLookup(access.settings).broadcastAddresses() {
      do throws(NetworkFailure) {
        try send(datagram, to: address, until: deadline)
        isSent = true
      } catch {
        failure = failure ?? error
      }
    }
    if !isSent, let failure { throw failure }
  }

  /// Writes to the mailslot of one computer, at the first of its addresses that can be sent to.
  func write(
    _ write: MailslotWrite, to destination: NetBIOSName, at addresses: [IPv4Address]
  ) throws(NetworkFailure) {
    let datagram = try datagram(.directUnique, to: destination, write)
    let deadline = Deadline.after(DatagramSender.patience)
    var failure: NetworkFailure?
    for address in addresses {
      do throws(NetworkFailure) {
        return try send(datagram, to: address, until: deadline)
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
    _ datagram: Datagram, to address: IPv4Address, until deadline: Deadline
  ) throws(NetworkFailure) {
    let endpoint = Endpoint(address: address, port: access.settings.datagramPort)
    do throws(Errno) {
      let socket = try NetworkSocket(.packets)
      // From now on the socket knows from which address it sends.
      try socket.choose(endpoint)
      var datagram = datagram
      datagram.claimedSource.address = socket.localAddress()
      guard let bytes = try? datagram.encoded() else { throw .messageTooLong }
      try socket.send(bytes, until: deadline)
    } catch {
      throw .unreachable(endpoint, error)
    }
  }
}
