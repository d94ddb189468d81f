// SPDX-License-Identifier: Apache-2.0

import Glibc
import TestSupport
import Testing

@testable import LinuxSystem

@Suite struct FileSystemTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `the names in a directory are sorted, and its links to itself and up are left out`()
    throws
  {
    #expect(try FileSystem.entries(of: folder.path) == [])
    for name in ["b", "a", ".hidden", "ß"] {
      try FileSystem.createDirectory(folder.path.appending(name), permissions: [])
    }
    #expect(try FileSystem.entries(of: folder.path) == [".hidden", "a", "b", "ß"])
    #expect(throws: Errno.noSuchFileOrDirectory) {
      try FileSystem.entries(of: folder.path.appending("missing"))
    }
  }

  @Test(arguments: [0o700, 0o1733, 0o755, 0o777] as [UInt32])
  func `a new directory has exactly the permissions that are given`(mode: UInt32) throws {
    let path = folder.path.appending("new")
    try FileSystem.createDirectory(path, permissions: FilePermissions(rawValue: mode))
    #expect(try path.stat().permissions == FilePermissions(rawValue: mode))
    #expect(throws: Errno.fileExists) { try FileSystem.createDirectory(path, permissions: []) }
  }

  @Test func `rename() replaces a file, and remove() removes it`() throws {
    let (old, new) = (folder.path.appending("old"), folder.path.appending("new"))
    for path in [old, new] {
      try FileDescriptor.open(path, .writeOnly, options: .exclusiveCreate).close()
    }
    let inode = try old.stat().inode
    try FileSystem.rename(old, to: new)
    #expect(!FileSystem.exists(old))
    #expect(try new.stat().inode == inode)
    try FileSystem.remove(new)
    #expect(!FileSystem.exists(new))
    #expect(throws: Errno.noSuchFileOrDirectory) { try FileSystem.remove(new) }
  }

  @Test func `a file is replaced in one step, with exactly the permissions that are given`() throws
  {
    let (file, new) = (folder.path.appending("file"), folder.path.appending("file.new"))
    for (text, mode) in [("old and long", 0o600), ("new", 0o644)] as [(String, UInt32)] {
      try FileContents.replace(
        file, with: Array(text.utf8), permissions: FilePermissions(rawValue: mode))
      #expect(try FileContents.read(file) == Array(text.utf8))
      #expect(try file.stat().permissions == FilePermissions(rawValue: mode))
      #expect(!FileSystem.exists(new))
    }
    let reader = try FileDescriptor.open(file, .readOnly)
    try FileContents.replace(file, with: [1], permissions: .ownerReadWrite)
    // A program that has the old file open reads the old file.
    #expect(try reader.read() == Array("new".utf8))
    try reader.close()
  }

  @Test func `a file that cannot be replaced stays as it was, and nothing stays beside it`() throws
  {
    let directory = folder.path.appending("directory")
    try FileSystem.createDirectory(directory, permissions: .ownerReadWriteExecute)
    #expect(throws: Errno.isDirectory) {
      try FileContents.replace(directory, with: [1], permissions: .ownerReadWrite)
    }
    #expect(try FileSystem.entries(of: folder.path) == ["directory"])
    #expect(throws: Errno.noSuchFileOrDirectory) {
      try FileContents.replace(
        folder.path.appending("missing/file"), with: [1], permissions: .ownerReadWrite)
    }
  }

  @Test(
    arguments: [
      (S_IFREG, .regular), (S_IFDIR, .directory), (S_IFLNK, .symbolicLink), (S_IFSOCK, .socket),
      (S_IFIFO, .pipe), (S_IFCHR, .characterDevice), (S_IFBLK, .blockDevice), (0, .unknown),
    ] as [(mode_t, FileStatus.Kind)])
  func `the upper bits of a mode are the kind, the lower ones the permissions`(
    mode: mode_t, kind: FileStatus.Kind
  ) {
    var status = stat()
    status.st_mode = mode | 0o4751
    #expect(FileStatus(status).type == kind)
    #expect(FileStatus(status).permissions == FilePermissions(rawValue: 0o4751))
  }

  @Test func `a status follows a symbolic link unless the caller says no`() throws {
    let link = folder.path.appending("link")
    #expect(symlink("/dev/null", link.string) == 0)
    #expect(try link.stat().type == .characterDevice)
    #expect(try link.stat(followTargetSymlink: false).type == .symbolicLink)
    #expect(try FilePath("/dev/null").stat() == link.stat())
  }

  @Test func `permissions are the lower twelve bits of a mode`() {
    #expect(FilePermissions(rawValue: 0o100644) == FilePermissions(rawValue: 0o644))
    #expect(FilePermissions(rawValue: 0o1733).isSuperset(of: [.sticky, .groupWrite, .otherWrite]))
    #expect(FilePermissions(rawValue: 0o755).isDisjoint(with: [.groupWrite, .otherWrite]))
  }

  @Test func `a file system has at least the room that is free in it`() throws {
    let space = try folder.path.fileSystemSpace()
    #expect(space.byteCount > 0)
    #expect(space.freeByteCount <= space.byteCount)
    #expect(space.freeFileCount <= space.fileCount)
  }

  @Test func `no later file gets a change time that has passed`() throws {
    let paths = ["a", "b"].map(folder.path.appending)
    try FileSystem.createDirectory(paths[0], permissions: .ownerReadWriteExecute)
    try FileTime.waitUntilPast(paths[0])
    try FileSystem.createDirectory(paths[1], permissions: .ownerReadWriteExecute)
    #expect(try paths[0].stat().changeTime < paths[1].stat().changeTime)
  }

  @Test func `memory reads as zero at first, and again after it was discarded`() throws {
    guard let memory = MemoryMapping(byteCount: 3 << 12) else { throw Errno.noMemory }
    #expect(memory.bytes.allSatisfy { $0 == 0 })
    memory.bytes.initializeMemory(as: UInt8.self, repeating: 7)
    memory.discard(behind: 1 << 12)
    #expect(memory.bytes[..<(1 << 12)].allSatisfy { $0 == 7 })
    #expect(memory.bytes[(1 << 12)...].allSatisfy { $0 == 0 })
  }
}
