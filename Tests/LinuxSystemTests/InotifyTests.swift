// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import LinuxSystem

@Suite struct InotifyTests {
  typealias Event = Inotify.Event

  /// `a` was made, and the watched file was changed.
  static let bytes: [UInt8] = [
    0x01, 0x00, 0x00, 0x00,  // watch 1
    0x00, 0x01, 0x00, 0x00,  // IN_CREATE
    0x00, 0x00, 0x00, 0x00,  // cookie
    0x04, 0x00, 0x00, 0x00,  // 4 bytes of name
    0x61, 0x00, 0x00, 0x00,  // a
    0x02, 0x00, 0x00, 0x00,  // watch 2
    0x02, 0x00, 0x00, 0x00,  // IN_MODIFY
    0x00, 0x00, 0x00, 0x00,  // cookie
    0x00, 0x00, 0x00, 0x00,  // no name
  ]

  static let overflow: [UInt8] =
    [0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x40, 0x00, 0x00] + [UInt8](repeating: 0, count: 8)

  @Test func `the kernel's bytes are events`() {
    #expect(
      Inotify.events(in: Self.bytes) == [
        Event(name: "a", isOverflow: false), Event(name: "", isOverflow: false),
      ])
    #expect(Inotify.events(in: Self.overflow) == [Event(name: "", isOverflow: true)])
  }

  @Test(arguments: 0..<36)
  func `a cut event is left out, or its name is short`(count: Int) {
    let names = Inotify.events(in: Array(Self.bytes.prefix(count))).map(\.name)
    #expect(names == (count < 16 ? [] : count == 16 ? [""] : ["a"]))
  }

  @Test func `a name that is longer than the bytes ends with them`() {
    let bytes = [UInt8](repeating: 0, count: 12) + [0xFF, 0xFF, 0xFF, 0xFF, 0x62]
    #expect(Inotify.events(in: bytes) == [Event(name: "b", isOverflow: false)])
  }

  @Test func `a watch reports the changes that it asks for`() throws {
    let folder = try TemporaryFolder()
    let watch = try Inotify()
    try watch.watch(folder.path, for: [.added, .removed], isDirectory: true)
    #expect(watch.takeEvents() == [])
    let (old, new) = (folder.path.appending("old"), folder.path.appending("new"))
    try FileDescriptor.open(old, .writeOnly, options: .create).close()
    try FileSystem.rename(old, to: new)
    try FileSystem.remove(new)
    #expect(try watch.descriptor.isReadable(until: .after(.seconds(20))))
    #expect(watch.takeEvents().map(\.name) == ["old", "old", "new", "new"])
    #expect(watch.takeEvents() == [])
  }

  @Test(arguments: [("file", Errno.notDirectory), ("missing", .noSuchFileOrDirectory)])
  func `a watch on no directory is an error`(name: String, errno: Errno) throws {
    let folder = try TemporaryFolder()
    let file = folder.path.appending("file")
    try FileDescriptor.open(file, .writeOnly, options: .create).close()
    let watch = try Inotify()
    #expect(throws: errno) {
      try watch.watch(folder.path.appending(name), for: .added, isDirectory: true)
    }
  }
}
