// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Testing

/// `PollEntry` and `EventCounter`: a thread that waits for descriptors.
@Suite struct PollTests {
  @Test func `the entries say which descriptor is ready, and for what`() throws {
    let quiet = try FileDescriptor.pipe()
    let loud = try FileDescriptor.pipe()
    try loud.writeEnd.writeAll([1])
    var entries = [
      PollEntry(nil), PollEntry(quiet.readEnd), PollEntry(loud.readEnd),
      PollEntry(loud.writeEnd, .writable),
    ]
    #expect(try PollEntry.wait(for: &entries, until: .never) == 2)
    #expect(entries.map(\.happened) == [[], [], .readable, .writable])
    #expect(entries.map(\.isReady) == [false, false, true, true])
    try quiet.writeEnd.close()
    #expect(try quiet.readEnd.wait(for: .readable, until: .never) == .hungUp)
    try loud.readEnd.close()
    #expect(try loud.writeEnd.wait(for: .writable, until: .never).contains(.failed))
    try quiet.readEnd.close()
    try loud.writeEnd.close()
  }

  @Test func `no descriptor is ready at the deadline`() throws {
    let pipe = try FileDescriptor.pipe()
    var entries = [PollEntry(pipe.readEnd)]
    #expect(try PollEntry.wait(for: &entries, until: .after(.milliseconds(5))) == 0)
    #expect(try pipe.readEnd.wait(for: .readable, until: .after(.milliseconds(5))) == [])
    #expect(try !pipe.readEnd.isReadable(until: .after(.zero)))
    try pipe.readEnd.close()
    try pipe.writeEnd.close()
  }

  @Test func `a counter is readable from its signal until it is cleared`() throws {
    let counter = try EventCounter()
    #expect(try !counter.descriptor.isReadable(until: .after(.milliseconds(1))))
    counter.signal()
    counter.signal()
    #expect(try counter.descriptor.isReadable(until: .never))
    counter.clear()
    #expect(try !counter.descriptor.isReadable(until: .after(.milliseconds(1))))
    counter.clear()
  }
}
