// SPDX-License-Identifier: Apache-2.0

import CLinux

/// Unix datagram sockets from which several threads and processes read; unix(7).
extension FileDescriptor {
  /// Takes the next packet if it fits, without waiting.
  ///
  /// - Parameters:
  ///   - buffer: Where the packet goes.
  ///   - lock: A file that all readers of this socket name. No other reader takes the packet between the look at
  ///     its size and its receipt.
  /// - Returns: The size of the packet in bytes, and whether it fits. One that does not fit stays.
  /// - Throws: `Errno`, `.wouldBlock` when there is no packet.
  package func takePacket(
    into buffer: UnsafeMutableRawBufferPointer, sharing lock: FileDescriptor
  ) throws(Errno) -> (size: Int, fits: Bool) {
    var size = 0
    let result = unsafe clinux_take_packet(
      rawValue, lock.rawValue, buffer.baseAddress, buffer.count, &size)
    if result == 0 { return (size, true) }
    let failure = Errno.current
    guard failure == .messageTooLong else { throw failure }
    return (size, false)
  }

  /// How many packets wait, and the size of the next one in bytes; `nil` when none waits.
  ///
  /// An empty packet that was counted before is counted only while it is the next one.
  ///
  /// - Throws: `Errno`.
  package func waitingPackets(
    sharing lock: FileDescriptor
  ) throws(Errno) -> (count: Int, nextSize: Int?) {
    var next = 0
    let count = unsafe clinux_count_packets(rawValue, lock.rawValue, &next)
    guard count >= 0 else { throw .current }
    return (Int(count), next < 0 ? nil : next)
  }
}
