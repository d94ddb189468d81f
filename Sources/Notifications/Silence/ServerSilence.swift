// SPDX-License-Identifier: Apache-2.0

/// What a server keeps from its user now: its own do-not-disturb.
public enum ServerSilence: Equatable, Sendable {
  /// Nothing, or the server does not tell.
  case off

  /// All notifications but ``Notification/Urgency/critical`` ones.
  case butCritical

  /// All notifications.
  case all
}
