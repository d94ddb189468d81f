// SPDX-License-Identifier: Apache-2.0

public import LinuxSystem
public import Messages

/// A damaged inbox that was moved away when it was opened.
public struct InboxCorruption: Equatable, Sendable {
  /// What to do when an inbox is damaged.
  public enum Policy: Equatable, Sendable {
    /// Refuse with ``InboxError/corrupt(_:)`` and leave the file alone: for programs that only read.
    case refuse

    /// Move the file away, with the time in its name, and create a new one: for the agent.
    case setAside(at: UnixTime)
  }

  /// The path of the damaged file, where a new one is now.
  public let path: FilePath

  /// Where the damaged file is now, with its `-wal` and `-shm` beside it.
  public let setAside: FilePath
}

extension InboxCorruption: CustomStringConvertible {
  /// One line for a person.
  public var description: String {
    "\(path) is damaged and was moved to \(setAside); a new inbox begins"
  }
}
