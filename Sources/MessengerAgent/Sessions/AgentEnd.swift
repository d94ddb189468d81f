// SPDX-License-Identifier: Apache-2.0

public import Console

/// Why an agent that has run has ended.
public enum AgentEnd: Sendable {
  /// It got SIGTERM or SIGINT.
  case stopped

  /// The graphical session that it was part of is over.
  case sessionEnded

  /// How the program ends.
  public var exitStatus: ExitStatus {
    switch self {
    case .stopped: .success
    case .sessionEnded: .sessionEnded
    }
  }
}
