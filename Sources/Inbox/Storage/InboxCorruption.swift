// SPDX-License-Identifier: Apache-2.0

public import LinuxSystem

/// What was done about a damaged inbox.
public struct InboxCorruption: Equatable, Sendable {
  /// The file that was found damaged, and in whose place a new one begins.
  public let path: FilePath

  /// Where the damaged file is now, its `-wal` and `-shm` beside it.
  public let setAside: FilePath
}

extension InboxCorruption: CustomStringConvertible {
  /// One line for a person.
  public var description: String {
    "\(path) is damaged and was moved to \(setAside); a new inbox begins"
  }
}
