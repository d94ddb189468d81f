// SPDX-License-Identifier: Apache-2.0

import Glibc
import Mailslots
import NetBIOS
import Places
import SystemPackage

/// An IPv4 socket with one owner.
///
/// Nothing on it waits longer than it is told to.
struct NetworkSocket: ~Copyable {
  private let descriptor: FileDescriptor

  /// What a socket carries.
  enum Kind {
    /// UDP.
    case packets

    /// TCP.
    case stream
  }

  /// Opens a socket; socket(2).
  init(_ kind: Kind) throws(Errno) {
    let type = kind == .packets ? SOCK_DGRAM : SOCK_STREAM
    let flags = SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
    let result = socket(AF_INET, Int32(type.rawValue | flags), 0)
    guard result >= 0 else { throw Errno(rawValue: errno) }
    descriptor = FileDescriptor(rawValue: result)
    if kind == .packets { setBroadcast() }
  }

  deinit { try? descriptor.close() }

  private borrowing func setBroadcast() {
    var one: Int32 = 1
    let size = socklen_t(MemoryLayout<Int32>.size)
    unsafe _ = setsockopt(descriptor.rawValue, SOL_SOCKET, SO_BROADCAST, &one, size)
  }

  /// Connects; connect(2).
  ///
  /// - Throws: `Errno`; `timedOut` at the deadline.
  borrowing func connect(to endpoint: Endpoint, until deadline: Deadline) throws(Errno) {
    var address = sockaddr_in(endpoint)
    let result = unsafe address.withPointer { unsafe Glibc.connect(descriptor.rawValue, $0, $1) }
    guard result != 0 else { return }
    guard errno == EINPROGRESS else { throw Errno(rawValue: errno) }
    try wait(for: POLLOUT, until: deadline)
    var failure: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    unsafe _ = getsockopt(descriptor.rawValue, SOL_SOCKET, SO_ERROR, &failure, &size)
    guard failure == 0 else { throw Errno(rawValue: failure) }
  }

  /// The address from which a connected socket sends; getsockname(2).
  borrowing func localAddress() -> IPv4Address {
    var address = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = unsafe address.withPointer { pointer, _ in
      unsafe getsockname(descriptor.rawValue, pointer, &size)
    }
    return result == 0 ? address.endpoint.address : .any
  }

  /// Sends one packet; sendto(2).
  borrowing func send(_ packet: [UInt8], to endpoint: Endpoint) throws(Errno) {
    var address = sockaddr_in(endpoint)
    let result = unsafe address.withPointer { address, size in
      unsafe packet.withUnsafeBytes {
        unsafe sendto(
          descriptor.rawValue, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL), address,
          size)
      }
    }
    guard result >= 0 else { throw Errno(rawValue: errno) }
  }

  /// Sends all of the bytes over a connected socket; send(2), never SIGPIPE.
  ///
  /// - Throws: `Errno`; `timedOut` at the deadline.
  borrowing func send(_ bytes: [UInt8], until deadline: Deadline) throws(Errno) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe Glibc.send(
          descriptor.rawValue, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else {
        try waitAgain(for: POLLOUT, until: deadline)
      }
    }
  }

  /// Waits for bytes or a packet; recvfrom(2).
  ///
  /// - Returns: At most `limit` bytes, none at the end of a stream, and who sent a packet.
  /// - Throws: `Errno`; `timedOut` at the deadline.
  borrowing func receive(
    _ limit: Int, until deadline: Deadline
  ) throws(Errno) -> (bytes: [UInt8], source: Endpoint) {
    var bytes = [UInt8](repeating: 0, count: limit)
    while true {
      var address = sockaddr_in()
      var size = socklen_t(MemoryLayout<sockaddr_in>.size)
      let count = unsafe address.withPointer { address, _ in
        unsafe bytes.withUnsafeMutableBytes {
          unsafe recvfrom(descriptor.rawValue, $0.baseAddress, $0.count, 0, address, &size)
        }
      }
      if count >= 0 { return (Array(bytes.prefix(count)), address.endpoint) }
      try waitAgain(for: POLLIN, until: deadline)
    }
  }

  /// Waits after a call that would have waited, and throws what else it failed with.
  private borrowing func waitAgain(for event: Int32, until deadline: Deadline) throws(Errno) {
    guard errno != EINTR else { return }
    guard errno == EAGAIN else { throw Errno(rawValue: errno) }
    try wait(for: event, until: deadline)
  }

  private borrowing func wait(for event: Int32, until deadline: Deadline) throws(Errno) {
    while true {
      var request = pollfd(fd: descriptor.rawValue, events: Int16(event), revents: 0)
      let ready = unsafe poll(&request, 1, deadline.pollTimeout)
      if ready > 0 { return }
      guard ready < 0 else { throw .timedOut }
      guard errno == EINTR else { throw Errno(rawValue: errno) }
    }
  }
}

extension sockaddr_in {
  fileprivate init(_ endpoint: Endpoint) {
    self.init()
    sin_family = sa_family_t(AF_INET)
    sin_port = endpoint.port.bigEndian
    sin_addr = in_addr(s_addr: endpoint.address.rawValue.bigEndian)
  }

  fileprivate var endpoint: Endpoint {
    Endpoint(
      address: IPv4Address(rawValue: UInt32(bigEndian: sin_addr.s_addr)),
      port: UInt16(bigEndian: sin_port))
  }

  /// The address as the calls for all kinds of sockets take it.
  fileprivate mutating func withPointer<Value>(
    _ body: (UnsafeMutablePointer<sockaddr>, socklen_t) -> Value
  ) -> Value {
    unsafe withUnsafeMutablePointer(to: &self) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }
}
