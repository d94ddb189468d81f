// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import NetBIOS

/// An interface on which this machine has names.
struct NamedInterface: Equatable {
  let interface: NetworkInterface

  /// Whether the way to the name server begins here: the names are registered for this address.
  let leadsToServer: Bool

  /// The interfaces on which a node of this type has names.
  ///
  /// - Parameter sourceAddress: This machine's address in packets to another one; `nil` where no way leads
  ///   there.
  static func all(
    of interfaces: [NetworkInterface], for settings: NodeSettings,
    sourceAddress: (IPv4Address) -> IPv4Address? = NamedInterface.sourceAddress
  ) -> [NamedInterface] {
    let reaching = interfaces.filter { !$0.isLoopback }
    let source = settings.server.flatMap(sourceAddress)
    // Without a way to the server now, the first network may lead there later.
    let first =
      settings.server == nil
      ? nil : reaching.first { $0.address == source } ?? reaching.first { $0.broadcast != nil }
    return reaching.compactMap { interface in
      let isFirst = interface == first
      let canBroadcast = settings.nodeType != .pointToPoint && interface.broadcast != nil
      guard isFirst || canBroadcast else { return nil }
      return NamedInterface(interface: interface, leadsToServer: isFirst)
    }
  }

  /// This machine's address in packets to another one; connect(2), getsockname(2).
  private static func sourceAddress(towards address: IPv4Address) -> IPv4Address? {
    guard let socket = try? FileDescriptor.internetSocket(.udp) else { return nil }
    defer { try? socket.close() }
    let target = InternetAddress(
      address: address.rawValue, port: Endpoint.nameServicePort)
    guard (try? socket.connect(to: target)) != nil else { return nil }
    return socket.localInternetAddress.map { IPv4Address(rawValue: $0.address) }
  }
}
