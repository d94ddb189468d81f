// SPDX-License-Identifier: Apache-2.0

import CLinux

/// What came with a packet, besides its bytes; recvmsg(2).
package struct ReceivedPacket: Sendable {
  /// The most descriptors that come with one packet: `SCM_MAX_FD` of the kernel.
  package static let descriptorLimit = Int(clinux_descriptor_limit)

  /// The true size of the payload in bytes, which may be more than the memory took.
  package let size: Int

  /// The process that wrote it, or 0; `SCM_CREDENTIALS`.
  package let processID: Int32

  /// The user that wrote it; 65534 when the kernel cannot tell.
  package let userID: UInt32

  /// The group that wrote it; 65534 when the kernel cannot tell.
  package let groupID: UInt32

  /// How many descriptors came, which the caller owns now; `SCM_RIGHTS`.
  package let descriptorCount: Int

  fileprivate init(_ datagram: clinux_datagram) {
    size = datagram.size
    processID = datagram.process_id
    userID = datagram.user_id
    groupID = datagram.group_id
    descriptorCount = datagram.descriptor_count
  }
}

extension FileDescriptor {
  /// Takes the next packet of this Unix socket without waiting; recvmsg(2).
  ///
  /// - Parameters:
  ///   - memory: Where the payload goes.
  ///   - descriptors: Where the numbers of passed descriptors go: room for
  ///     ``ReceivedPacket/descriptorLimit`` of them, or `nil` to have the kernel close them before this
  ///     returns, which can wait for as long as the sender likes.
  /// - Returns: `nil` when there is no packet, or for any error.
  package func receivePacket(
    into memory: UnsafeMutableRawBufferPointer, descriptors: UnsafeMutableBufferPointer<Int32>?
  ) -> ReceivedPacket? {
    var datagram = clinux_datagram()
    let result = unsafe clinux_receive(
      rawValue, memory.baseAddress, memory.count, descriptors?.baseAddress, &datagram)
    return result == 0 ? ReceivedPacket(datagram) : nil
  }
}
