// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
public import NetBIOS

/// What the listeners know of this machine at the moment: its names, its interfaces, and whom they
/// hear.
///
/// People come and go, and so do networks: whoever notices calls ``update(names:interfaces:)``.
public final class HostNetworkState: Sendable {
  private struct State {
    var names: LocalNames
    var interfaces: [NetworkInterface]
    var networks: [IPv4Network]
  }

  /// Networks that are heard; `nil` for those that the interfaces are on.
  private let networks: [IPv4Network]?

  private let state: Guarded<State>

  /// Creates surroundings.
  ///
  /// - Parameters:
  ///   - names: The machine's names.
  ///   - interfaces: The interfaces to be used.
  ///   - networks: The networks whose machines are heard; `nil` for those that the interfaces are on.
  public init(names: LocalNames, interfaces: [NetworkInterface], networks: [IPv4Network]? = nil) {
    self.networks = networks
    state = Guarded(
      State(
        names: names, interfaces: interfaces,
        networks: HostNetworkState.heard(networks, on: interfaces)))
  }

  /// Takes in what has changed.
  public func update(names: LocalNames, interfaces: [NetworkInterface]) {
    state.withLock { state in
      state.names = names
      state.interfaces = interfaces
      state.networks = HostNetworkState.heard(networks, on: interfaces)
    }
  }

  /// The machine's names.
  public var names: LocalNames { state.withLock { $0.names } }

  /// The interfaces in use.
  public var interfaces: [NetworkInterface] { state.withLock { $0.interfaces } }

  /// Whether machines with this address are heard.
  public func hears(_ source: IPv4Address) -> Bool {
    state.withLock { state in state.networks.contains { $0.contains(source) } }
  }

  /// Whether an address is one that is listened on.
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

  private static func heard(
    _ networks: [IPv4Network]?, on interfaces: [NetworkInterface]
  ) -> [IPv4Network] {
    [.loopback] + (networks ?? interfaces.map(\.network))
  }
}
