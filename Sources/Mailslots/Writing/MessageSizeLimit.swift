// SPDX-License-Identifier: Apache-2.0

import LinuxSystem

/// The longest message that the kernel lets this process send through a Unix datagram socket.
///
/// The size of the send buffer bounds it (`net.core.wmem_max`), and so does the memory in one piece that the
/// kernel can allocate, which no call tells. So this type tries.
enum MessageSizeLimit {
  /// Measures the limit with a pair of sockets of this process.
  ///
  /// - Parameter message: A message over the limit.
  /// - Returns: The limit in bytes; one byte less than the message where it cannot be measured.
  static func measure(like message: [UInt8]) -> Int {
    guard let (near, far) = try? FileDescriptor.datagramSocketPair() else {
      return message.count - 1
    }
    defer {
      try? near.close()
      try? far.close()
    }
    near.sendBufferSize = message.count + MailslotWriter.overhead
    var (taken, refused) = (0, message.count)
    while refused - taken > 1 {
      let size = taken + (refused - taken) / 2
      if (try? near.send(Array(message[..<size]), passing: nil, waits: false)) != nil {
        taken = size
        far.dropNextPacket()
      } else {
        refused = size
      }
    }
    return taken
  }
}
