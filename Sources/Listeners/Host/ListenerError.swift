// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import NIOCore

/// Why a listener cannot open its port.
public enum ListenerError: Error, Equatable, Sendable {
  /// Another program uses the port: EADDRINUSE.
  case taken(service: String, port: UInt16)

  /// Ports below 1024 need a capability: EACCES, capabilities(7) `CAP_NET_BIND_SERVICE`.
  case notPermitted(service: String, port: UInt16)

  /// A system call failed for another reason.
  case system(service: String, port: UInt16, reason: String)

  init(_ error: any Error, service: String, port: UInt16) {
    switch (error as? IOError).map({ Errno(rawValue: $0.errnoCode) }) {
    case .addressInUse: self = .taken(service: service, port: port)
    case .permissionDenied, .notPermitted: self = .notPermitted(service: service, port: port)
    default: self = .system(service: service, port: port, reason: "\(error)")
    }
  }

  /// Whether another program uses the port.
  public var isTaken: Bool {
    if case .taken = self { true } else { false }
  }
}

extension ListenerError: CustomStringConvertible {
  /// One line for the log.
  public var description: String {
    switch self {
    case .taken(let service, let port):
      "\(service): another program uses port \(port)"
    case .notPermitted(let service, let port):
      "\(service): port \(port) needs CAP_NET_BIND_SERVICE, or a socket from the service manager"
    case .system(let service, let port, let reason): "\(service): port \(port): \(reason)"
    }
  }
}
