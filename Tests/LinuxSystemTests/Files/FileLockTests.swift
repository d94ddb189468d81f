// SPDX-License-Identifier: Apache-2.0

import Foundation
import LinuxSystem
import Testing

@Suite struct FileLockTests {
  private func open(_ path: FilePath) throws -> FileDescriptor {
    try FileDescriptor.open(
      path, .readWrite, options: .create, permissions: .ownerReadWrite)
  }

  @Test func `a lock is waited for until the deadline, and taken when it is given back`() throws {
    let path = FilePath("/tmp/messngr-lock-\(UUID().uuidString)")
    defer { try? FileSystem.remove(path) }
    let files = try (0..<3).map { _ in try open(path) }
    try files[0].lockExclusively(until: .after(.seconds(60)))
    #expect(throws: Errno.wouldBlock) { try files[1].lockExclusively() }
    #expect(throws: Errno.timedOut) {
      try files[1].lockExclusively(until: .after(.milliseconds(30)))
    }
    try files[1].close()
    let first = files[0]
    Thread.detachNewThread { first.unlock() }
    try files[2].lockExclusively(until: .after(.seconds(60)))
    #expect(throws: Errno.wouldBlock) { try files[0].lockExclusively() }
    for file in [files[0], files[2]] { try file.close() }
  }

  @Test func `a file is cut`() throws {
    let path = FilePath("/tmp/messngr-cut-\(UUID().uuidString)")
    defer { try? FileSystem.remove(path) }
    let file = try open(path)
    defer { try? file.close() }
    try file.writeAll(Array("abcdef".utf8))
    try file.truncate(to: 2)
    #expect(try FileContents.read(path) == Array("ab".utf8))
  }
}
