// SPDX-License-Identifier: Apache-2.0

import CLinux

/// One descriptor to wait for, and what has happened to it; ppoll(2).
@safe package struct PollEntry {
  /// What can happen to a descriptor.
  package struct Events: OptionSet, Sendable {
    /// The flags, as the C library has them.
    package let rawValue: Int16

    /// Creates events from flags.
    package init(rawValue: Int16) { self.rawValue = rawValue }

    /// Bytes, a packet or the end can be read: `POLLIN`.
    package static let readable = Events(rawValue: Int16(POLLIN))

    /// Bytes or a packet can be written: `POLLOUT`.
    package static let writable = Events(rawValue: Int16(POLLOUT))

    /// The other side has closed its end: `POLLHUP`.
    package static let hungUp = Events(rawValue: Int16(POLLHUP))

    /// The descriptor has an error: `POLLERR`.
    package static let failed = Events(rawValue: Int16(POLLERR))
  }

  private var request: pollfd

  /// Prepares to wait.
  ///
  /// - Parameters:
  ///   - descriptor: What to wait for; `nil` for an entry to which nothing happens.
  ///   - events: What to wait for besides ``Events/hungUp`` and ``Events/failed``.
  package init(_ descriptor: FileDescriptor?, _ events: Events = .readable) {
    request = pollfd(fd: descriptor?.rawValue ?? -1, events: events.rawValue, revents: 0)
  }

  /// What has happened.
  package var happened: Events { Events(rawValue: request.revents) }

  /// Whether anything has happened.
  package var isReady: Bool { request.revents != 0 }

  /// Waits until something happens to one of the descriptors.
  ///
  /// The corresponding C function is `ppoll`.
  ///
  /// - Parameters:
  ///   - entries: The descriptors. Afterwards they say what has happened.
  ///   - deadline: When to stop waiting.
  /// - Returns: How many entries are ready; 0 at the deadline.
  /// - Throws: `Errno`, `.interrupted` for a signal.
  @discardableResult
  package static func wait(
    for entries: inout [PollEntry], until deadline: Deadline
  ) throws(Errno) -> Int {
    let count = unsafe entries.withUnsafeMutableBufferPointer { entries in
      unsafe entries.withMemoryRebound(to: pollfd.self) { requests in
        unsafe clinux_poll(
          requests.baseAddress, nfds_t(requests.count), deadline.remainingNanoseconds)
      }
    }
    guard count >= 0 else { throw .current }
    return Int(count)
  }
}

extension FileDescriptor {
  /// Waits until something can be read from, or written to, this descriptor.
  ///
  /// The corresponding C function is `ppoll`.
  ///
  /// - Returns: What has happened; nothing at the deadline.
  /// - Throws: `Errno`. A signal does not end the wait.
  package func wait(
    for events: PollEntry.Events, until deadline: Deadline
  ) throws(Errno) -> PollEntry.Events {
    var request = pollfd(fd: rawValue, events: events.rawValue, revents: 0)
    while true {
      let count = unsafe clinux_poll(&request, 1, deadline.remainingNanoseconds)
      if count >= 0 { return PollEntry.Events(rawValue: count > 0 ? request.revents : 0) }
      let failure = Errno.current
      guard failure == .interrupted else { throw failure }
      if deadline.hasPassed { return [] }
    }
  }

  /// Waits until there is something to read, or the end; `false` at the deadline.
  ///
  /// - Throws: `Errno`. A signal does not end the wait.
  package func isReadable(until deadline: Deadline) throws(Errno) -> Bool {
    guard !deadline.hasPassed else { return false }
    return try !wait(for: .readable, until: deadline).isEmpty
  }
}
