// SPDX-License-Identifier: Apache-2.0

import Glibc
import LinuxSystem
import Mailslots
import NetBIOS

/// An IPv4 socket with one owner.
///
/// Each call with a deadline looks at the clock first, so a peer that sends without end cannot keep the
/// caller beyond the deadline.
struct NetworkSocket: ~Copyable {
  private let descriptor: FileDescriptor

  /// The protocol of a socket.
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

  /// Sets the peer of a UDP socket, without waiting; connect(2).
  borrowing func choose(_ endpoint: Endpoint) throws(Errno) {
    var address = sockaddr_in(endpoint)
    let result = unsafe address.withPointer { unsafe Glibc.connect(descriptor.rawValue, $0, $1) }
    guard result == 0 else { throw Errno(rawValue: errno) }
  }

  /// Connects; connect(2).
  ///
  /// - Throws: `Errno`; `timedOut` at the deadline.
  borrowing func connect(to endpoint: Endpoint, until deadline: Deadline) throws(Errno) {
    var address = sockaddr_in(endpoint)
    _ = try call(until: deadline, waitingFor: .writable) {
      let result = unsafe address.withPointer { unsafe Glibc.connect(descriptor.rawValue, $0, $1) }
      switch Errno(rawValue: errno) {
      case _ where result == 0: return 0
      case .socketIsConnected: return 0
      // The connection is being made; the next turn shows the result.
      case .nowInProgress, .alreadyInProcess, .interrupted: errno = EAGAIN
      default: break
      }
      return Int(result)
    }
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
      let count = try call(until: deadline, waitingFor: .writable) {
        unsafe rest.withUnsafeBytes {
          unsafe Glibc.send(
            descriptor.rawValue, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
      }
      rest = rest.dropFirst(count)
    }
  }

  /// Waits for bytes or a packet; recvfrom(2).
  ///
  /// - Returns: At most `limit` bytes, none at the end of a stream, and the sender of a packet.
  /// - Throws: `Errno`; `timedOut` at the deadline.
  borrowing func receive(
    _ limit: Int, until deadline: Deadline
  ) throws(Errno) -> (bytes: [UInt8], source: Endpoint) {
    var bytes = [UInt8](repeating: 0, count: limit)
    var address = sockaddr_in()
    let count = try call(until: deadline, waitingFor: .readable) {
      var size = socklen_t(MemoryLayout<sockaddr_in>.size)
      return unsafe address.withPointer { address, _ in
        unsafe bytes.withUnsafeMutableBytes {
          unsafe recvfrom(descriptor.rawValue, $0.baseAddress, $0.count, 0, address, &size)
        }
      }
    }
    return (Array(bytes.prefix(count)), address.endpoint)
  }

  /// Makes a system call, and repeats it until it need not wait, or until the deadline.
  ///
  /// All waiting for the network happens here. The clock is read before each turn, so calls that always
  /// succeed end at the deadline, too.
  ///
  /// - Returns: What the call returns: 0 or more.
  /// - Throws: `Errno`; `timedOut` at the deadline.
  private borrowing func call(
    until deadline: Deadline, waitingFor events: PollEntry.Events, _ systemCall: () -> Int
  ) throws(Errno) -> Int {
    while !deadline.hasPassed {
      let result = systemCall()
      if result >= 0 { return result }
      switch Errno(rawValue: errno) {
      case .interrupted: continue
      case .wouldBlock:
        // The next turn handles each result.
        _ = try? descriptor.wait(for: events, until: deadline)
      case let failure: throw failure
      }
    }
    throw .timedOut
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
