// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
public import NetBIOS

/// The names and interfaces of this machine at the moment, and the networks whose packets are read.
///
/// The gateway calls ``update(names:interfaces:)`` when users log in or out, and when interfaces change.
public final class HostNetworkState: Sendable {
  private struct State {
    var names: LocalNames
    var interfaces: [NetworkInterface]
    var networks: [IPv4Network]
    var lostLinks: Set<Int> = []
  }

  /// The configured networks; `nil` for the networks of the interfaces.
  private let networks: [IPv4Network]?

  private let state: Guarded<State>

  /// Creates the state of a host.
  ///
  /// - Parameters:
  ///   - names: The machine's names.
  ///   - interfaces: The interfaces in use.
  ///   - networks: The networks whose packets are read; `nil` for the networks of the interfaces.
  public init(names: LocalNames, interfaces: [NetworkInterface], networks: [IPv4Network]? = nil) {
    self.networks = networks
    state = Guarded(
      State(
        names: names, interfaces: interfaces,
        networks: HostNetworkState.accepted(networks, on: interfaces)))
  }

  /// Replaces the names and the interfaces.
  public func update(names: LocalNames, interfaces: [NetworkInterface]) {
    state.withLock { state in
      state.names = names
      state.interfaces = interfaces
      state.networks = HostNetworkState.accepted(networks, on: interfaces)
    }
  }

  /// Notes that the links of these interfaces were down; ``NameServiceListener`` claims its names anew.
  public func noteLostLinks(_ indices: Set<Int>) {
    state.withLock { $0.lostLinks.formUnion(indices) }
  }

  /// Whether links were down whose names have not been claimed anew.
  public var hasLostLinks: Bool { state.withLock { !$0.lostLinks.isEmpty } }

  /// The interfaces whose links were down since the last call.
  func takeLostLinks() -> Set<Int> {
    state.withLock { state in
      defer { state.lostLinks = [] }
      return state.lostLinks
    }
  }

  /// The machine's names.
  public var names: LocalNames { state.withLock { $0.names } }

  /// The interfaces in use.
  public var interfaces: [NetworkInterface] { state.withLock { $0.interfaces } }

  /// Whether packets of an address are read.
  public func accepts(_ source: IPv4Address) -> Bool {
    state.withLock { state in state.networks.contains { $0.contains(source) } }
  }

  /// Whether the listeners use an address of this machine.
  func uses(_ address: IPv4Address) -> Bool {
    state.withLock { state in
      IPv4Network.loopback.contains(address)
        || state.interfaces.contains { $0.address == address }
    }
  }

  /// Whether an address is this machine's own on a network.
  func isOwn(_ address: IPv4Address) -> Bool {
    state.withLock { state in
      state.interfaces.contains { $0.address == address && !$0.isLoopback }
    }
  }

  private static func accepted(
    _ networks: [IPv4Network]?, on interfaces: [NetworkInterface]
  ) -> [IPv4Network] {
    [.loopback] + (networks ?? interfaces.map(\.network))
  }
}
