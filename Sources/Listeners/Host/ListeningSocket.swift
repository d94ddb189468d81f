// SPDX-License-Identifier: Apache-2.0

/// Where a listener listens.
public enum ListeningSocket: Equatable, Sendable {
  /// A port of all interfaces, which the listener opens.
  case port(UInt16)

  /// A socket that was bound before this process began: sd_listen_fds(3).
  case descriptor(Int32, port: UInt16)

  /// The number of the port.
  public var port: UInt16 {
    switch self {
    case .port(let port), .descriptor(_, let port): port
    }
  }
}
