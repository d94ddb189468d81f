// SPDX-License-Identifier: Apache-2.0

import CLinux

/// The address of a Unix socket; unix(7).
package struct UnixAddress: Equatable, Sendable {
  /// The bytes of `sun_path`: a path, or a NUL and an abstract name.
  private let bytes: [UInt8]

  /// The address of a socket file.
  ///
  /// - Parameter path: 1…107 bytes; `nil` for any other length.
  package init?(path: String) {
    self.init(bytes: Array(path.utf8))
  }

  /// An address without a file.
  ///
  /// - Parameter abstractName: 1…106 bytes; `nil` for any other length.
  package init?(abstractName: String) {
    guard !abstractName.isEmpty else { return nil }
    self.init(bytes: [0] + Array(abstractName.utf8))
  }

  /// The address of a socket file.
  ///
  /// - Throws: `Errno`, `.fileNameTooLong` for a path that is no address.
  init(of path: FilePath) throws(Errno) {
    guard let address = UnixAddress(path: path.string) else { throw .fileNameTooLong }
    self = address
  }

  private init?(bytes: [UInt8]) {
    let limit = MemoryLayout.size(ofValue: sockaddr_un().sun_path)
    guard (1..<limit).contains(bytes.count) else { return nil }
    self.bytes = bytes
  }

  fileprivate func withPointer<Value>(
    _ body: (UnsafePointer<sockaddr>, socklen_t) -> Value
  ) -> Value {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
    // A path ends with a NUL, which counts; an abstract name ends where the length says.
    let length = MemoryLayout<sa_family_t>.size + bytes.count + (bytes.first == 0 ? 0 : 1)
    return unsafe withUnsafePointer(to: &address) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe body($0, socklen_t(length))
      }
    }
  }
}

extension FileDescriptor {
  /// Makes a Unix stream socket that never waits, close-on-exec; socket(2).
  ///
  /// - Throws: `Errno`.
  package static func unixStreamSocket() throws(Errno) -> FileDescriptor {
    let type = clinux_stream | clinux_close_on_exec | clinux_non_blocking
    let number = socket(AF_UNIX, Int32(type), 0)
    guard number >= 0 else { throw .current }
    return FileDescriptor(rawValue: number)
  }

  /// Gives this socket a name; bind(2).
  ///
  /// - Throws: `Errno`.
  func bind(to address: UnixAddress) throws(Errno) {
    let result = unsafe address.withPointer { unsafe CLinux.bind(rawValue, $0, $1) }
    guard result == 0 else { throw .current }
  }

  /// Connects this socket; connect(2).
  ///
  /// - Throws: `Errno`, `.wouldBlock` when the listener's queue is full.
  package func connect(to address: UnixAddress) throws(Errno) {
    let result = unsafe address.withPointer { unsafe CLinux.connect(rawValue, $0, $1) }
    guard result == 0 else { throw .current }
  }

  /// Sends a packet without waiting, never with SIGPIPE; sendto(2).
  ///
  /// - Throws: `Errno`.
  package func send(_ packet: [UInt8], to address: UnixAddress) throws(Errno) {
    let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
    let count = unsafe address.withPointer {
      unsafe sendto(rawValue, packet, packet.count, flags, $0, $1)
    }
    guard count >= 0 else { throw .current }
  }
}
