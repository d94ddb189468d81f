// SPDX-License-Identifier: Apache-2.0

import Fleet
import LinuxSystem

/// The relay's connection to the servers of the realm, while there is one.
final class RelayLink: Sendable {
  /// What the rest of the relay uses of a connection.
  struct Client: Sendable {
    /// The connection.
    let connection: NATSConnection

    /// The requests on it.
    let requests: NATSRequests

    /// The stream of the realm.
    let stream: RealmStream
  }

  private struct State {
    var client: Client?
    var isUp = false
    var onConnect: [@Sendable () -> Void] = []
  }

  private let state = Guarded(State())

  /// Creates a link that is down.
  init() {}

  /// The client, up or down; `nil` before the first attempt to connect has ended.
  var client: Client? { state.withLock { $0.client } }

  /// The client; `nil` while the connection is down.
  var connected: Client? { state.withLock { $0.isUp ? $0.client : nil } }

  /// Calls `body` each time when the connection comes up.
  func onConnect(_ body: @escaping @Sendable () -> Void) {
    state.withLock { $0.onConnect.append(body) }
  }

  /// Notes the client.
  func set(_ client: Client?) { state.withLock { $0.client = client } }

  /// Releases the client, and all that was to be called.
  func close() { state.withLock { $0 = State() } }

  /// Notes whether the connection is up.
  func note(isUp: Bool) {
    let listeners = state.withLock { state in
      state.isUp = isUp
      return isUp ? state.onConnect : []
    }
    for listener in listeners { listener() }
  }
}
