// SPDX-License-Identifier: Apache-2.0

import LinuxSystem

/// The directory with the states of jobs: a file for each job whose last run failed.
struct JobStore {
  private let directory: FilePath
  private let owner: UInt32

  /// The longest time that a run waits for the report of another run of the same job.
  private static let patience = Duration.seconds(30)

  /// The longest state that is read, in bytes.
  private static let maximumByteCount = 4096

  /// Creates a store.
  ///
  /// - Parameter directory: It is created when the first job fails; its owner must be `owner`.
  init(_ directory: FilePath, ownedBy owner: UInt32) {
    self.directory = directory
    self.owner = owner
  }

  /// Lets `body` change the state of a job, while no other process does.
  ///
  /// Two runs of a job that end at the same time report one after the other.
  ///
  /// - Parameters:
  ///   - mayCreate: Whether the job can become one that failed. If not, no file is made.
  ///   - body: Called once, even when the state cannot be stored.
  /// - Throws: `DirectoryTrustError`, `Errno` when the state cannot be read or stored.
  func change(_ job: Job, mayCreate: Bool, _ body: (inout JobState) -> Void) throws {
    var state = JobState()
    let opened: LockedFile?
    do {
      opened = try open(job, mayCreate: mayCreate)
    } catch {
      body(&state)
      throw error
    }
    guard let file = consume opened else { return body(&state) }
    let bytes = (try? file.read(upTo: JobStore.maximumByteCount)) ?? []
    state = JobState(String(decoding: bytes, as: UTF8.self)) ?? state
    body(&state)
    if let text = state.text { try file.replace(Array(text.utf8)) } else { try file.remove() }
  }

  /// The file of a job, locked; `nil` when there is none.
  private func open(_ job: Job, mayCreate: Bool) throws -> LockedFile? {
    if mayCreate {
      // The directory above it holds the inbox, and may not exist yet.
      for path in [directory.removingLastComponent(), directory] {
        _ = try TrustedDirectory.make(path, ownedBy: owner, permissions: .ownerReadWriteExecute)
      }
    } else if !FileSystem.exists(directory.appending(job.fileName)) {
      return nil
    }
    return try LockedFile(
      job.fileName, in: TrustedDirectory(directory, ownedBy: owner), mayCreate: mayCreate,
      until: .after(JobStore.patience))
  }
}
