// SPDX-License-Identifier: Apache-2.0

import CLinux

/// Unix datagram sockets; unix(7).
extension FileDescriptor {
  /// Makes a Unix datagram socket, close-on-exec; socket(2).
  ///
  /// - Throws: `Errno`.
  package static func unixDatagramSocket() throws(Errno) -> FileDescriptor {
    let number = clinux_datagram_socket()
    guard number >= 0 else { throw .current }
    return FileDescriptor(rawValue: number)
  }

  /// Gives this Unix socket a name; bind(2).
  ///
  /// - Throws: `Errno`, `.fileNameTooLong` for a path over 107 bytes.
  package func bind(to path: FilePath) throws(Errno) {
    try bind(to: try UnixAddress(of: path))
  }

  /// Connects this Unix socket; connect(2).
  ///
  /// - Throws: `Errno`, `.fileNameTooLong` for a path over 107 bytes.
  package func connect(to path: FilePath) throws(Errno) {
    try connect(to: try UnixAddress(of: path))
  }

  /// The path that this Unix datagram socket was bound to; `nil` for any other descriptor;
  /// getsockname(2).
  package var boundPath: FilePath? {
    unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { buffer in
      guard unsafe clinux_path(rawValue, buffer.baseAddress, buffer.count) == 0 else { return nil }
      return unsafe buffer.baseAddress.map { unsafe FilePath(String(cString: $0)) }
    }
  }

  /// Asks for the credentials of writers, and says whether they may pass descriptors: `SO_PASSCRED`,
  /// and `SO_PASSRIGHTS` where the kernel has it (Linux 6.16).
  ///
  /// - Throws: `Errno`.
  package func receivesCredentials(andDescriptors passes: Bool) throws(Errno) {
    guard clinux_ask(rawValue, true, passes) == 0 else { throw .current }
  }

  /// Lets no other process pass descriptors to this socket: `SO_PASSRIGHTS`.
  ///
  /// - Returns: Whether the kernel can do that: Linux 6.16 and later.
  package func refuseDescriptors() -> Bool { clinux_refuse_descriptors(rawValue) == 0 }

  /// Whether descriptors came with the next packet of this socket; recvmsg(2) `MSG_PEEK`.
  ///
  /// Looking takes none of them.
  package var nextPacketHasDescriptors: Bool { clinux_next_has_descriptors(rawValue) > 0 }

  /// Whether the descriptor is one end of a socketpair(2).
  ///
  /// Such an end is a Unix stream or seqpacket socket that is connected to a socket without a name.
  /// Asking never waits.
  package var isPairEnd: Bool { clinux_is_pair_end(rawValue) }

  /// The size of the next packet in bytes, which stays; `nil` when there is none; recv(2) `MSG_PEEK`.
  package var nextPacketSize: Int? {
    let size = clinux_next_size(rawValue)
    return size < 0 ? nil : size
  }

  /// Takes the next packet of this socket, and drops it; recv(2).
  package func dropNextPacket() { _ = recv(rawValue, nil, 0, Int32(MSG_DONTWAIT)) }

  /// Sends a packet on this connected socket; sendmsg(2), never SIGPIPE.
  ///
  /// - Parameters:
  ///   - descriptor: A descriptor of which the receiver gets a copy.
  ///   - waits: Whether to wait for room, for as long as ``setSendTimeout(_:)`` says.
  /// - Throws: `Errno`.
  package func send(
    _ bytes: [UInt8], passing descriptor: FileDescriptor?, waits: Bool
  ) throws(Errno) {
    let result = unsafe bytes.withUnsafeBytes { bytes in
      unsafe clinux_send(
        rawValue, bytes.baseAddress, bytes.count, descriptor?.rawValue ?? -1, waits)
    }
    guard result == 0 else { throw .current }
  }

  /// Bounds how long a send waits for room; socket(7) `SO_SNDTIMEO`.
  ///
  /// - Parameter microseconds: 1…999,999.
  package func setSendTimeout(microseconds: Int) {
    var time = timeval(tv_sec: 0, tv_usec: microseconds)
    unsafe _ = setsockopt(
      rawValue, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
  }

  /// The most bytes that may wait to be received, as the kernel counts them; socket(7) `SO_SNDBUF`.
  ///
  /// The kernel doubles a new value, and bounds it by `net.core.wmem_max`.
  package var sendBufferSize: Int {
    get { Int(option(SO_SNDBUF) ?? 0) }
    nonmutating set { setOption(SO_SNDBUF, to: Int32(clamping: newValue)) }
  }

  /// Ends one direction of this socket, or both; shutdown(2).
  ///
  /// - Returns: Whether the kernel did it.
  @discardableResult
  package func shutDown(_ direction: ShutDown) -> Bool {
    shutdown(rawValue, direction == .reading ? Int32(SHUT_RD) : Int32(SHUT_RDWR)) == 0
  }

  /// A direction to end.
  package enum ShutDown: Sendable {
    /// Reading: writers get an error from now on.
    case reading

    /// Reading and writing.
    case both
  }

  func option(_ option: Int32) -> Int32? {
    var value: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    guard unsafe getsockopt(rawValue, SOL_SOCKET, option, &value, &length) == 0 else { return nil }
    return value
  }

  func setOption(_ option: Int32, to value: Int32) {
    var value = value
    unsafe _ = setsockopt(
      rawValue, SOL_SOCKET, option, &value, socklen_t(MemoryLayout<Int32>.size))
  }
}
