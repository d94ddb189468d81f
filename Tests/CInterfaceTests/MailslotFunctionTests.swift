// SPDX-License-Identifier: Apache-2.0

import CMessngr
import Foundation
import LinuxSystem
import Testing

/// Mailslots through `messngr.h`, as a program in C has them.
@Suite(.serialized) struct MailslotFunctionTests {
  static let none = UInt32.max

  @Test func `a new mailslot says what it was made with`() throws {
    let places = try Places()
    for (name, maximum, timeout) in [
      ("a", 0, 0), ("b", 256, 1000), ("c", UInt32.max, UInt32.max), ("d", 1, 1),
    ] {
      let handle = places.mailslot(name, maximum: maximum, timeout: timeout)
      #expect(
        info(handle)
          == .success(SlotInfo(maximum: maximum, next: Self.none, count: 0, timeout: timeout)))
      #expect(close(handle: handle) == .success(true))
    }
  }

  @Test func `next size and count follow the writes and the reads`() throws {
    let places = try Places()
    let handle = places.mailslot()
    let writer = places.writer()
    func waiting() -> [UInt32] {
      guard case .success(let info) = info(handle) else { return [] }
      return [info.next, info.count]
    }
    for (size, expected) in [(1, [1, 1]), (2, [1, 2]), (0, [1, 3])] as [(Int, [UInt32])] {
      #expect(write([UInt8](repeating: 7, count: size), to: writer) == .success(UInt32(size)))
      #expect(waiting() == expected)
    }
    #expect(read(handle) == .success([7]))
    #expect(read(handle) == .success([7, 7]))
    #expect(waiting() == [0, 1])
    #expect(read(handle) == .success([]))
    #expect(waiting() == [Self.none, 0])
    _ = (close(handle: writer), close(handle: handle))
  }

  @Test func `a message for which the buffer is too small stays`() throws {
    let places = try Places()
    let handle = places.mailslot()
    let writer = places.writer()
    #expect(write(Array("eight by".utf8), to: writer) == .success(8))
    #expect(read(handle, size: 4) == .failure(122))
    #expect(read(handle, size: 0) == .failure(122))
    #expect(read(handle, size: 8) == .success(Array("eight by".utf8)))
    _ = (close(handle: writer), close(handle: handle))
  }

  @Test func `a read waits as long as the timeout says, which all handles share`() throws {
    let places = try Places()
    let handle = places.mailslot()
    #expect(read(handle) == .failure(121))
    #expect(SetMailslotInfo(handle, 100) == 1)
    let start = ContinuousClock.now
    #expect(read(handle) == .failure(121))
    #expect(ContinuousClock.now - start >= .milliseconds(90))
    #expect(SetMailslotInfo(handle, .max) == 1)
    #expect(read(handle, overlapped: true) == .failure(121))
    let text = Array("late".utf8)
    let thread = Thread { _ = write(text, to: places.writer()) }
    thread.start()
    #expect(read(handle) == .success(text))
    _ = close(handle: handle)
  }

  @Test func `wrong names, handles and places have the codes of Windows`() throws {
    let places = try Places()
    func create(_ name: String?) -> UInt32 {
      CreateMailslotA(name, 0, 0, nil) == invalidHandle ? GetLastError() : 0
    }
    func open(_ name: String?) -> UInt32 {
      CreateFileA(name, GENERIC_WRITE, 0, nil, DWORD(OPEN_EXISTING), 0, nil) == invalidHandle
        ? GetLastError() : 0
    }
    #expect([create("blah"), create(nil), create(#"\\.\mailslot\"#)] == [123, 3, 123])
    #expect(create(#"\\*\mailslot\x"#) == 123)
    #expect(create(#"\\.\mailslot\"# + String(repeating: "x", count: 256)) == 206)
    #expect([open(#"\\.\mailslot\x"#), open(#"\\host\mailslot\x"#), open(nil)] == [2, 3025, 3])
    let handle = places.mailslot("x")
    #expect([create(#"\\.\mailslot\x"#), create(#"//./MAILSLOT/X"#)] == [183, 183])
    let writer = places.writer("x")
    #expect(read(writer) == .failure(87))
    #expect(info(writer) == .failure(87))
    #expect(write([1], to: handle) == .failure(87))
    #expect(write([UInt8](repeating: 1, count: 70_000), to: writer) == .failure(87))
    #expect(close(handle: handle) == .success(true))
    #expect(write([1], to: writer) == .failure(38))
    #expect(close(handle: writer) == .success(true))
    for number in [-1, 0x7FFF_0000, 0x7FFF_0000_7FFF_0000, 1 << 62, 0x8000_0000] {
      let wrong = UnsafeMutableRawPointer(bitPattern: number)
      #expect(read(wrong) == .failure(6))
      #expect(info(wrong) == .failure(6))
      #expect(close(handle: wrong) == .failure(6))
    }
    var security = SECURITY_ATTRIBUTES()
    security.lpSecurityDescriptor = UnsafeMutableRawPointer(bitPattern: 1)
    #expect(CreateMailslotA(#"\\.\mailslot\y"#, 0, 0, &security) == invalidHandle)
    #expect(GetLastError() == 50)
  }

  @Test func `a name is free at once, and no descriptor is left`() throws {
    let places = try Places()
    let before = Places.descriptorCount
    for _ in 0..<3 {
      let handle = places.mailslot()
      #expect(handle != invalidHandle)
      #expect(places.mailslot() == invalidHandle)
      let writer = places.writer()
      #expect(write([1], to: writer) == .success(1))
      #expect(close(handle: handle) == .success(true))
      #expect(close(handle: writer) == .success(true))
      #expect(places.writer() == invalidHandle)
    }
    #expect(Places.descriptorCount == before)
  }

  @Test func `the low half of a handle is a descriptor for poll, and children do not get it`()
    throws
  {
    let places = try Places()
    let handle = places.mailslot()
    let socket = msgr_descriptor(handle)
    let lock = Int32(UInt(bitPattern: handle) >> 32) - 1
    for descriptor in [socket, lock] { #expect(fcntl(descriptor, F_GETFD) == FD_CLOEXEC) }
    var request = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
    #expect(poll(&request, 1, 0) == 0)
    let writer = places.writer()
    #expect(fcntl(msgr_descriptor(writer), F_GETFD) == FD_CLOEXEC)
    #expect(write([1], to: writer) == .success(1))
    #expect(poll(&request, 1, 1000) == 1)
    _ = (close(handle: writer), close(handle: handle))
    var security = SECURITY_ATTRIBUTES()
    security.bInheritHandle = 1
    let shared = CreateMailslotA(#"\\.\mailslot\shared"#, 0, 0, &security)
    #expect(fcntl(msgr_descriptor(shared), F_GETFD) == 0)
    #expect(close(handle: shared) == .success(true))
  }

  @Test func `the forms with 16-bit units and with UTF-8 name one mailslot`() throws {
    _ = try Places()
    let name = Array(#"\\.\mailslot\ÄÖ 😀"#.utf16) + [0]
    let handle = CreateMailslotW(name, 0, 0, nil)
    #expect(handle != invalidHandle)
    #expect(CreateMailslotA(#"\\.\mailslot\äö 😀"#, 0, 0, nil) == invalidHandle)
    #expect(GetLastError() == 183)
    let writer = CreateFileW(name, GENERIC_WRITE, 0, nil, DWORD(OPEN_EXISTING), 0, nil)
    #expect(write([9], to: writer) == .success(1))
    #expect(read(handle) == .success([9]))
    _ = (close(handle: writer), close(handle: handle))
  }

  @Test func `of threads that read with small and large buffers, none loses a message`() throws {
    let places = try Places()
    let handle = places.mailslot(timeout: 200)
    let (perWriter, writers) = (200, 3)
    let found = Guarded<[UInt8: Int]>([:])
    let number = UInt(bitPattern: handle)
    let readers = DispatchGroup()
    for size in [4, 4000, 4000] {
      let thread = Thread {
        let handle = UnsafeMutableRawPointer(bitPattern: number)
        while true {
          switch read(handle, size: size) {
          case .success(let bytes): found.withLock { $0[bytes.first ?? 0, default: 0] += 1 }
          case .failure(122): sched_yield()
          default: return readers.leave()
          }
        }
      }
      readers.enter()
      thread.start()
    }
    for writer in 0..<writers {
      let thread = Thread {
        let handle = places.writer()
        for index in 0..<perWriter {
          let size = index % 3 == 0 ? 3000 : 3
          _ = write([UInt8](repeating: UInt8(writer), count: size), to: handle)
        }
        _ = close(handle: handle)
      }
      thread.start()
    }
    #expect(readers.wait(timeout: .now() + 30) == .success)
    #expect(found.withLock { $0 } == [0: perWriter, 1: perWriter, 2: perWriter])
    _ = close(handle: handle)
  }
}
