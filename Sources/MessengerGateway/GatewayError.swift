// SPDX-License-Identifier: Apache-2.0

public import DaemonSupport
public import Listeners

/// Why a gateway cannot start.
public enum GatewayError: DaemonFailure, Equatable, Sendable {
  /// No listener could be opened.
  case noListener([ListenerError])

  /// The configuration turns all listeners off.
  case nothingToDo

  /// How the program ends: 69 or 78 of sysexits.h, 77 where it is not permitted.
  public var exitStatus: Int32 {
    switch self {
    case .nothingToDo: 78
    case .noListener(let errors):
      errors.contains { if case .notPermitted = $0 { true } else { false } } ? 77 : 69
    }
  }
}

extension GatewayError {
  /// One line for a person.
  public var description: String {
    switch self {
    case .nothingToDo: "sessions, datagrams and the name service are all turned off"
    case .noListener: "no port could be opened"
    }
  }
}
