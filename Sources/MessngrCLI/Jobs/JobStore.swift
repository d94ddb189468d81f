// SPDX-License-Identifier: Apache-2.0

import LinuxSystem

/// The directory with the states of jobs: a file for each job whose last run failed.
struct JobStore {
  private let directory: FilePath
  private let owner: UInt32

  /// Creates a store.
  ///
  /// - Parameter directory: It is created when the first job fails; its owner must be `owner`.
  init(_ directory: FilePath, ownedBy owner: UInt32) {
    self.directory = directory
    self.owner = owner
  }

  /// The state of a job.
  func state(of job: JobName) -> JobState {
    let bytes = (try? FileContents.read(directory.appending(job.fileName))) ?? []
    return JobState(String(decoding: bytes, as: UTF8.self)) ?? JobState()
  }

  /// Stores the state of a job, or removes the file if the job succeeded.
  ///
  /// - Throws: `DirectoryTrustError`, `Errno`.
  func save(_ state: JobState, of job: JobName) throws {
    if let text = state.text { try write(text, of: job) } else { try remove(job) }
  }

  private func remove(_ job: JobName) throws {
    do {
      try FileSystem.remove(directory.appending(job.fileName))
    } catch Errno.noSuchFileOrDirectory {}
  }

  private func write(_ text: String, of job: JobName) throws {
    // The directory above it holds the inbox, and may not exist yet.
    for path in [directory.removingLastComponent(), directory] {
      _ = try TrustedDirectory.make(path, ownedBy: owner, permissions: .ownerReadWriteExecute)
    }
    let directory = try TrustedDirectory(directory, ownedBy: owner)
    let partial = directory.stablePath(of: ".\(job.fileName).\(CurrentProcess.processID)")
    let file = try FileDescriptor.open(
      partial, .writeOnly, options: [.create, .truncate, .noFollow],
      permissions: .ownerReadWrite)
    try file.closeAfter { () throws(Errno) in try file.writeAll(Array(text.utf8)) }
    try FileSystem.rename(partial, to: directory.stablePath(of: job.fileName))
  }
}
