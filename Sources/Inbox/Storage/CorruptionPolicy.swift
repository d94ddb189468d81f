// SPDX-License-Identifier: Apache-2.0

public import Messages

/// What is to be done when an inbox turns out to be damaged.
public enum CorruptionPolicy: Equatable, Sendable {
  /// Refuse with ``InboxError/corrupt(_:)`` and leave the file alone: for who only reads.
  case refuse

  /// Move the file out of the way, the time in its name, and begin a new one: for the agent.
  case setAside(at: UnixTime)
}
