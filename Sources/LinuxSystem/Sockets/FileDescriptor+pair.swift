// SPDX-License-Identifier: Apache-2.0

import CLinux

/// Pairs of connected Unix sockets; socketpair(2).
extension FileDescriptor {
  /// Makes two sockets that are connected to each other and keep packets apart: `SOCK_SEQPACKET`,
  /// close-on-exec.
  ///
  /// - Throws: `Errno`.
  package static func packetSocketPair() throws(Errno) -> (FileDescriptor, FileDescriptor) {
    try socketPair(clinux_packets)
  }

  /// Makes two datagram sockets that are connected to each other, close-on-exec.
  ///
  /// - Throws: `Errno`.
  package static func datagramSocketPair() throws(Errno) -> (FileDescriptor, FileDescriptor) {
    try socketPair(clinux_datagrams)
  }

  private static func socketPair(
    _ kind: Int
  ) throws(Errno) -> (FileDescriptor, FileDescriptor) {
    var ends: (Int32, Int32) = (-1, -1)
    let type = Int32(kind | clinux_close_on_exec)
    let result = unsafe withUnsafeMutableBytes(of: &ends) { ends in
      unsafe socketpair(AF_UNIX, type, 0, ends.assumingMemoryBound(to: Int32.self).baseAddress)
    }
    guard result == 0 else { throw .current }
    return (FileDescriptor(rawValue: ends.0), FileDescriptor(rawValue: ends.1))
  }
}
