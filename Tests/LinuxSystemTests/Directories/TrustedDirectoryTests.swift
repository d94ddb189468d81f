// SPDX-License-Identifier: Apache-2.0

import Foundation
import LinuxSystem
import TestSupport
import Testing

@Suite struct TrustedDirectoryTests {
  private let folder: TemporaryFolder
  private var path: FilePath { folder.path.appending("ops") }
  private let me = getuid()

  init() throws { folder = try TemporaryFolder() }

  private func error(_ body: () throws(DirectoryTrustError) -> Void) -> DirectoryTrustError? {
    do throws(DirectoryTrustError) {
      try body()
      return nil
    } catch {
      return error
    }
  }

  private func open(ownedBy owner: UInt32) throws(DirectoryTrustError) {
    _ = try TrustedDirectory(path, ownedBy: owner)
  }

  @Test func `make() makes a directory with its mode, and opens it the second time`() throws {
    let made = try TrustedDirectory.make(path, ownedBy: me, permissions: [.ownerReadWriteExecute])
    #expect(made.path == path)
    #expect(try path.stat().permissions == .ownerReadWriteExecute)
    _ = try TrustedDirectory.make(path, ownedBy: me, permissions: [.ownerReadWriteExecute])
    try open(ownedBy: me)
  }

  @Test func `directories above it are made too`() throws {
    let deep = folder.path.appending("a/b/c")
    _ = try TrustedDirectory.make(deep, ownedBy: me, permissions: [.ownerReadWriteExecute])
    #expect(try deep.stat().type == .directory)
  }

  @Test func `a directory that does not exist is missing`() {
    #expect(error { () throws(DirectoryTrustError) in try open(ownedBy: me) } == .missing(path))
  }

  @Test func `a link is not followed`() throws {
    let target = folder.path.appending("target")
    try FileManager.default.createDirectory(
      atPath: target.string, withIntermediateDirectories: false)
    try FileManager.default.createSymbolicLink(
      atPath: path.string, withDestinationPath: target.string)
    #expect(
      error { () throws(DirectoryTrustError) in try open(ownedBy: me) } == .notADirectory(path))
  }

  @Test func `a file is no directory`() throws {
    try "".write(toFile: path.string, atomically: true, encoding: .utf8)
    #expect(
      error { () throws(DirectoryTrustError) in try open(ownedBy: me) } == .notADirectory(path))
  }

  @Test func `a directory of another user is refused, and one of root is not`() throws {
    try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: false)
    if me == 0 {
      try open(ownedBy: 1234)
      chown(path.string, 4321, 0)
    }
    let owner: UInt32 = me == 0 ? 4321 : me
    #expect(
      error { () throws(DirectoryTrustError) in try open(ownedBy: 1234) }
        == .foreignOwner(path, userID: owner))
  }

  /// Makes `folder/home/a/b`; uid 4321 owns `a` and `b`.
  private func makeHome() throws -> FilePath {
    let base = folder.path
    for name in ["home", "home/a", "home/a/b", "elsewhere", "elsewhere/b"] {
      try FileManager.default.createDirectory(
        atPath: base.appending(name).string, withIntermediateDirectories: false)
    }
    for name in ["home/a", "home/a/b"] { lchown(base.appending(name).string, 4321, 0) }
    return base.appending("home/a/b")
  }

  @Test
  func `below a directory of another user, no link is followed and root's directories are refused`()
    throws
  {
    try #require(me == 0, "this test makes directories of other users: run it as root")
    let path = try makeHome()
    func error(owner: UInt32) -> DirectoryTrustError? {
      self.error { () throws(DirectoryTrustError) in _ = try TrustedDirectory(path, ownedBy: owner)
      }
    }
    #expect(error(owner: 4321) == nil)
    chown(path.string, 0, 0)
    #expect(error(owner: 4321) == .foreignOwner(path, userID: 0))
    chown(path.string, 4321, 0)
    // `a` belongs to 4321, and the link in it leads to a directory of root.
    try FileManager.default.removeItem(atPath: path.string)
    symlink(folder.path.appending("elsewhere").string, path.string)
    #expect(error(owner: 4321) == .notADirectory(path))
    let deeper = path.appending("b")
    #expect(
      self.error { () throws(DirectoryTrustError) in _ = try TrustedDirectory(deeper, ownedBy: 4321)
      }
        == .notADirectory(deeper))
  }

  @Test func `a link that root owns is followed`() throws {
    try #require(me == 0, "this test makes directories of other users: run it as root")
    let path = try makeHome()
    let link = folder.path.appending("link")
    symlink(folder.path.appending("home").string, link.string)
    _ = path
    let other = link.appending("a")
    #expect(
      error { () throws(DirectoryTrustError) in _ = try TrustedDirectory(other, ownedBy: 4321) }
        == nil)
  }

  @Test(arguments: [(0o777, false), (0o775, false), (0o1733, true), (0o1777, true), (0o755, true)])
  func `others may write only where the sticky bit protects`(mode: Int, trusted: Bool) throws {
    try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: false)
    chmod(path.string, mode_t(mode))
    #expect(
      error { () throws(DirectoryTrustError) in try open(ownedBy: me) }
        == (trusted ? nil : .writableByOthers(path)))
  }

  @Test func `a stable path leads to the checked directory, also when another takes its name`()
    throws
  {
    let directory = try TrustedDirectory.make(
      path, ownedBy: me, permissions: [.ownerReadWriteExecute])
    let moved = folder.path.appending("moved")
    try FileManager.default.moveItem(atPath: path.string, toPath: moved.string)
    try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: false)
    try "x".write(
      toFile: directory.stablePath(of: "file").string, atomically: false, encoding: .utf8)
    #expect(FileManager.default.fileExists(atPath: moved.appending("file").string))
  }
}
