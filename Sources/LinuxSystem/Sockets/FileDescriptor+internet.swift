// SPDX-License-Identifier: Apache-2.0

import CLinux

/// IPv4 sockets; ip(7), udp(7), tcp(7).
extension FileDescriptor {
  /// The protocol of a socket.
  package enum InternetProtocol: Sendable {
    /// UDP: packets.
    case udp

    /// TCP: a stream of bytes.
    case tcp
  }

  /// Opens an IPv4 socket that never waits, close-on-exec; socket(2).
  ///
  /// A socket for UDP may send broadcasts.
  ///
  /// - Throws: `Errno`.
  package static func internetSocket(
    _ kind: InternetProtocol
  ) throws(Errno) -> FileDescriptor {
    let type = kind == .udp ? clinux_datagrams : clinux_stream
    let flags = clinux_close_on_exec | clinux_non_blocking
    let number = socket(AF_INET, Int32(type | flags), 0)
    guard number >= 0 else { throw .current }
    let descriptor = FileDescriptor(rawValue: number)
    if kind == .udp { descriptor.setOption(SO_BROADCAST, to: 1) }
    return descriptor
  }

  /// Sets the peer of this socket, or begins to connect to it; connect(2).
  ///
  /// - Throws: `Errno`, `.nowInProgress` while TCP connects.
  package func connect(to address: InternetAddress) throws(Errno) {
    let result = unsafe address.withPointer { unsafe CLinux.connect(rawValue, $0, $1) }
    guard result == 0 else { throw .current }
  }

  /// Gives this socket an address and port of its own; bind(2).
  ///
  /// - Throws: `Errno`, `.addressInUse` for a port that is taken, `.permissionDenied` for one below 1024.
  package func bind(to address: InternetAddress) throws(Errno) {
    let result = unsafe address.withPointer { unsafe CLinux.bind(rawValue, $0, $1) }
    guard result == 0 else { throw .current }
  }

  /// Sends the packets of this UDP socket over an interface; ip(7), `IP_UNICAST_IF`.
  ///
  /// - Parameter index: The number of the interface; 0 to follow the routing table.
  package func chooseInterface(_ index: Int) {
    var value = UInt32(clamping: index).bigEndian
    // Where the kernel does not have the option, the routing table decides.
    unsafe _ = setsockopt(
      rawValue, Int32(IPPROTO_IP), FileDescriptor.interfaceOption, &value,
      socklen_t(MemoryLayout<UInt32>.size))
  }

  /// `IP_UNICAST_IF` of linux/in.h, which no header of the C library has.
  package static let interfaceOption: Int32 = 50

  /// Lets this TCP socket take connections, or changes how many may wait; listen(2).
  ///
  /// - Parameter backlog: The most connections that wait to be accepted; the kernel has a limit of its own.
  /// - Throws: `Errno`.
  package func listen(backlog: Int32) throws(Errno) {
    guard CLinux.listen(rawValue, backlog) == 0 else { throw .current }
  }

  /// The address of this socket itself; `nil` for one that is not IPv4; getsockname(2).
  package var localInternetAddress: InternetAddress? {
    unsafe InternetAddress.filled { unsafe getsockname(rawValue, $0, $1) }
  }

  /// The protocol of this IPv4 socket; `nil` for any other descriptor; socket(7) `SO_TYPE`.
  package var internetProtocol: InternetProtocol? {
    guard localInternetAddress != nil else { return nil }
    return switch option(SO_TYPE) {
    case Int32(clinux_datagrams): .udp
    case Int32(clinux_stream): .tcp
    default: nil
    }
  }

  /// Sends bytes without waiting, never with SIGPIPE; send(2), sendto(2).
  ///
  /// - Parameter address: Where a packet goes; `nil` for the peer of a connected socket.
  /// - Returns: How many bytes were sent, which may be less than all over TCP.
  /// - Throws: `Errno`.
  package func send(
    _ bytes: ArraySlice<UInt8>, to address: InternetAddress? = nil
  ) throws(Errno) -> Int {
    let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
    let count = unsafe bytes.withUnsafeBytes { bytes in
      guard let address else {
        return unsafe CLinux.send(rawValue, bytes.baseAddress, bytes.count, flags)
      }
      return unsafe address.withPointer {
        unsafe sendto(rawValue, bytes.baseAddress, bytes.count, flags, $0, $1)
      }
    }
    guard count >= 0 else { throw .current }
    return count
  }

  /// Takes bytes or a packet without waiting; recvfrom(2).
  ///
  /// - Parameter limit: The most bytes to take; the rest of a packet is lost.
  /// - Returns: The bytes, none at the end of a stream, and the sender of a packet.
  /// - Throws: `Errno`.
  package func receive(
    upTo limit: Int
  ) throws(Errno) -> (bytes: [UInt8], source: InternetAddress?) {
    var failure: Errno?
    var source: InternetAddress?
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      source = unsafe InternetAddress.filled { address, length in
        let size = unsafe recvfrom(
          rawValue, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT), address, length)
        if size < 0 { failure = .current } else { count = size }
        return size < 0 ? -1 : 0
      }
    }
    if let failure { throw failure }
    return (bytes, source)
  }
}
