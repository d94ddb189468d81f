// SPDX-License-Identifier: Apache-2.0

/// The socket of a listener.
public enum ListeningSocket: Equatable, Sendable {
  /// A port on all interfaces, which the listener opens.
  case port(UInt16)

  /// A socket that the service manager has bound: sd_listen_fds(3).
  case descriptor(Int32, port: UInt16)

  /// The number of the port.
  public var port: UInt16 {
    switch self {
    case .port(let port), .descriptor(_, let port): port
    }
  }
}
