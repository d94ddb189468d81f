// SPDX-License-Identifier: Apache-2.0

import Glibc
import Mailslots
import Messages
import SystemPackage

/// The way back for receipts: a pair of connected sockets, one end of which goes with the message.
///
/// Whoever holds the other end can write to it and nobody else, so a receipt cannot be forged. When
/// the holder dies the kernel closes that end, and the sender knows at once.
struct ReceiptChannel: ~Copyable {
  private let near: FileDescriptor
  private var far: FileDescriptor?

  /// What a wait has brought.
  enum Event: Equatable {
    /// A receipt.
    case receipt(Receipt)

    /// Nobody holds the other end any more.
    case closed

    /// The deadline has passed.
    case deadline
  }

  /// Opens a channel.
  ///
  /// The corresponding C function is `socketpair`.
  init() throws(Errno) {
    var ends: (Int32, Int32) = (0, 0)
    let type = Int32(SOCK_SEQPACKET.rawValue | SOCK_CLOEXEC.rawValue)
    let result = unsafe withUnsafeMutableBytes(of: &ends) { ends in
      unsafe socketpair(AF_UNIX, type, 0, ends.assumingMemoryBound(to: Int32.self).baseAddress)
    }
    guard result == 0 else { throw Errno(rawValue: errno) }
    near = FileDescriptor(rawValue: ends.0)
    far = FileDescriptor(rawValue: ends.1)
  }

  deinit {
    try? near.close()
    try? far?.close()
  }

  /// The end that goes with the message, until ``closeFarEnd()``.
  var farEnd: FileDescriptor? { far }

  /// The end at which receipts arrive, for a caller that waits for several senders at once: poll(2).
  var nearEnd: FileDescriptor { near }

  /// Leaves the other end to whoever took it, or to nobody.
  mutating func closeFarEnd() {
    try? far?.close()
    far = nil
  }

  /// Waits for the next receipt, passing over packets that are none.
  ///
  /// The corresponding C functions are `poll` and `recv`.
  borrowing func next(until deadline: Deadline) -> Event {
    while true {
      guard waitForPacket(until: deadline) else { return .deadline }
      let packet = receive()
      guard !packet.isEmpty else { return .closed }
      if let receipt = Receipt(decoding: packet) { return .receipt(receipt) }
    }
  }

  private borrowing func waitForPacket(until deadline: Deadline) -> Bool {
    while true {
      var request = pollfd(fd: near.rawValue, events: Int16(POLLIN), revents: 0)
      let ready = unsafe poll(&request, 1, deadline.pollTimeout)
      if ready > 0 { return true }
      guard ready < 0, errno == EINTR else { return false }
    }
  }

  private borrowing func receive() -> [UInt8] {
    // Most are short: memory that is not filled costs nothing.
    unsafe [UInt8](unsafeUninitializedCapacity: Receipt.maximumByteCount) { buffer, count in
      count = max(unsafe recv(near.rawValue, buffer.baseAddress, buffer.count, 0), 0)
    }
  }
}
