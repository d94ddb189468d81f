// SPDX-License-Identifier: Apache-2.0

/// What an agent does while another agent of the user runs, and when it ends by itself.
public enum AgentLife: Sendable {
  /// It does not start while another agent runs, and ends on a signal only.
  case alone

  /// It waits while another agent runs, and ends on a signal only.
  case standby

  /// It waits while another agent runs, and ends with the graphical session that it is part of.
  case session
}
