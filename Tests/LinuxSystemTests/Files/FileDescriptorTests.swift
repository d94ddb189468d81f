// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import TestSupport
import Testing

@Suite struct FileDescriptorTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private var file: FilePath { folder.path.appending("file") }

  /// Makes a file with these bytes.
  private func write(_ text: String, to name: String = "file") throws {
    let file = try FileDescriptor.open(
      folder.path.appending(name), .writeOnly, options: [.create, .truncate])
    try file.closeAfter { () throws(Errno) in try file.writeAll(Array(text.utf8)) }
  }

  private func text(of name: String = "file") throws -> String {
    String(decoding: try FileContents.read(folder.path.appending(name)), as: UTF8.self)
  }

  @Test(
    arguments: [
      ("missing", [], Errno.noSuchFileOrDirectory), ("file", [.exclusiveCreate], .fileExists),
      ("file", [.directory], .notDirectory), ("file/a", [], .notDirectory),
      ("link", [.noFollow], .tooManySymbolicLinkLevels),
    ] as [(String, FileDescriptor.OpenOptions, Errno)])
  func `open() throws the error of the kernel`(
    name: String, options: FileDescriptor.OpenOptions, errno: Errno
  ) throws {
    try write("a")
    #expect(try run("/bin/ln", "-s", "file", folder.path.appending("link").string) == 0)
    #expect(throws: errno) {
      try FileDescriptor.open(folder.path.appending(name), .readWrite, options: options)
    }
  }

  @Test func `a relative path starts at the directory that is given`() throws {
    try write("hello")
    let directory = try FileDescriptor.open(folder.path, .readOnly, options: .directory)
    try directory.closeAfter { () throws(Errno) in
      let file = try FileDescriptor.open("file", .readOnly, in: directory)
      #expect(try file.closeAfter { () throws(Errno) in try file.read() } == Array("hello".utf8))
    }
  }

  @Test func `closeAfter() closes also when its body throws`() throws {
    try write("a")
    let file = try FileDescriptor.open(file, .readOnly)
    #expect(throws: Errno.ioError) {
      try file.closeAfter { () throws(Errno) in throw .ioError }
    }
    #expect(throws: Errno.badFileDescriptor) { try file.stat() }
  }

  @Test func `reading and writing at an offset does not move the place of the next read`() throws {
    try write("hello world")
    let file = try FileDescriptor.open(file, .readWrite)
    try file.closeAfter { () throws(Errno) in
      #expect(try file.read(upTo: 5, at: 6) == Array("world".utf8))
      #expect(try file.write(Array("J".utf8), at: 0) == 1)
      #expect(try file.read(upTo: 5) == Array("Jello".utf8))
      #expect(try file.read() == Array(" world".utf8))
      #expect(try file.read() == [])
    }
  }

  @Test func `writeAll() writes more than a pipe holds`() async throws {
    let (readEnd, writeEnd) = try FileDescriptor.pipe()
    let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0) }
    let writer = PlainThread {
      _ = try? writeEnd.closeAfter { () throws(Errno) in try writeEnd.writeAll(bytes) }
    }
    let received = try readEnd.closeAfter { () throws(Errno) in
      try FileContents.readToEnd(of: readEnd)
    }
    writer?.join()
    #expect(received == bytes)
  }

  @Test(arguments: [0, 1, 16_383, 16_384, 16_385, 40_000])
  func `a file of any size is read whole`(count: Int) throws {
    let text = String(repeating: "a", count: max(0, count - 1)) + (count > 0 ? "b" : "")
    try write(text)
    #expect(try self.text() == text)
  }

  @Test func `a file that says the size 0 is read whole`() throws {
    #expect(try FileStatus.Kind.regular == FilePath("/proc/self/status").stat().type)
    #expect(try FilePath("/proc/self/status").stat().size == 0)
    let text = String(decoding: try FileContents.read("/proc/self/status"), as: UTF8.self)
    #expect(text.hasPrefix("Name:") && text.hasSuffix("\n"))
  }

  @Test func `reading stops at its limit, and at its deadline`() throws {
    let (readEnd, writeEnd) = try FileDescriptor.pipe(isNonBlocking: true)
    #expect(throws: Errno.wouldBlock) { try readEnd.read() }
    try writeEnd.writeAll([1, 2, 3])
    #expect(try FileContents.readToEnd(of: readEnd, limit: 2) == [1, 2])
    #expect(throws: Errno.timedOut) {
      try FileContents.readToEnd(of: readEnd, until: .after(.milliseconds(10)))
    }
    #expect(!readEnd.isTerminal)
    try readEnd.close()
    try writeEnd.close()
  }

  @Test func `a duplicate is another number for the same open file`() throws {
    try write("ab")
    let file = try FileDescriptor.open(file, .readOnly)
    let copy = OwnedDescriptor(try file.duplicate())
    #expect(copy.descriptor != file)
    #expect(try file.read(upTo: 1) == Array("a".utf8))
    try file.close()
    #expect(try copy.descriptor.read() == Array("b".utf8))
  }

  @Test func `one descriptor at a time has the lock on a file`() throws {
    try write("")
    let first = OwnedDescriptor(try FileDescriptor.open(file, .readOnly))
    let second = OwnedDescriptor(try FileDescriptor.open(file, .readOnly))
    try first.descriptor.lockExclusively()
    let other = second.descriptor
    #expect(throws: Errno.wouldBlock) { try other.lockExclusively() }
    first.descriptor.unlock()
    try other.lockExclusively()
  }

  @Test func `a program gets only the descriptors that are inherited`() throws {
    try write("")
    let file = OwnedDescriptor(try FileDescriptor.open(file, .readOnly))
    let path = "/proc/self/fd/\(file.rawValue)"
    #expect(try run("/usr/bin/test", "-e", path) == 1)
    try file.descriptor.setInherited(true)
    #expect(try run("/usr/bin/test", "-e", path) == 0)
    try file.descriptor.setInherited(false)
    #expect(try run("/usr/bin/test", "-e", path) == 1)
  }

  @Test func `links and names in an open directory`() throws {
    try write("a", to: "a")
    try write("b", to: "b")
    let owned = OwnedDescriptor(
      try FileDescriptor.open(folder.path, .readOnly, options: .directory))
    let directory = owned.descriptor
    #expect(throws: Errno.fileExists) { try directory.link("a", as: "b") }
    #expect(throws: Errno.fileExists) { try directory.renameExclusively("a", to: "b") }
    try directory.link("a", as: "c")
    #expect(try directory.stat(FileName("c")).linkCount == 2)
    try directory.renameExclusively("a", to: "d")
    try directory.rename("d", to: "b")
    #expect(try text(of: "b") == "a")
    try directory.setPermissions(FilePermissions(rawValue: 0o640), of: "b")
    #expect(try directory.stat(FileName("b")).permissions == FilePermissions(rawValue: 0o640))
    try directory.remove("b")
    #expect(throws: Errno.noSuchFileOrDirectory) { try directory.remove("b") }
    #expect(try FileSystem.entries(of: folder.path) == ["c"])
    try directory.synchronize()
  }

  /// Runs a program and returns its exit status.
  private func run(_ words: String...) throws -> Int32? {
    guard case .exited(let status) = try ChildProcess(words, errors: .null).wait() else {
      return nil
    }
    return status
  }
}
