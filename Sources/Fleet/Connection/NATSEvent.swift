// SPDX-License-Identifier: Apache-2.0

/// What happens to a connection.
package enum NATSEvent: Equatable, Sendable {
  /// It is up: for the first time, or again.
  case connected

  /// It is down, and the client tries to connect again.
  case disconnected

  /// The server has refused something, or a subscription has lost messages.
  case failed(NATSError)

  /// It has been closed for good.
  case closed
}
