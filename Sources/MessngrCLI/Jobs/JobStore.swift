// SPDX-License-Identifier: Apache-2.0

import Glibc
import LinuxSystem

/// Where the states of jobs are kept: a file for each job that has failed last time.
struct JobStore {
  private let directory: FilePath
  private let owner: UInt32

  /// Creates a store.
  ///
  /// - Parameter directory: Made when there is something to keep; its owner must be `owner`.
  init(_ directory: FilePath, ownedBy owner: UInt32) {
    self.directory = directory
    self.owner = owner
  }

  /// What is known of a job.
  func state(of job: JobName) -> JobState {
    let bytes = (try? FileContents.read(directory.appending(job.fileName))) ?? []
    return JobState(String(decoding: bytes, as: UTF8.self)) ?? JobState()
  }

  /// Remembers what is known of a job, or forgets it when it is well.
  ///
  /// - Throws: `DirectoryTrustError`, `Errno`.
  func save(_ state: JobState, of job: JobName) throws {
    let path = directory.appending(job.fileName)
    guard let text = state.text else {
      guard unsafe unlink(path.string) == 0 || errno == ENOENT else {
        throw Errno(rawValue: errno)
      }
      return
    }
    let directory = try TrustedDirectory.make(
      directory, ownedBy: owner, permissions: .ownerReadWriteExecute)
    let partial = directory.stablePath(of: ".\(job.fileName).\(getpid())")
    let file = try FileDescriptor.open(
      partial, .writeOnly, options: [.create, .truncate, .noFollow],
      permissions: .ownerReadWrite)
    try file.closeAfter { () throws(Errno) in try file.writeAll(Array(text.utf8)) }
    guard unsafe rename(partial.string, directory.stablePath(of: job.fileName).string) == 0 else {
      throw Errno(rawValue: errno)
    }
  }
}
