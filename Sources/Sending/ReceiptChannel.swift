// SPDX-License-Identifier: Apache-2.0

import Glibc
import LinuxSystem
import Mailslots
import Messages

/// The way back for receipts: a pair of connected sockets, one end of which goes with the message.
///
/// Only the process that holds the other end can write to it, so a receipt cannot be forged. When
/// that process dies the kernel closes its end, and the sender knows at once.
///
/// The recipient chooses what arrives here, so it can be anything: other packets than receipts, more
/// than were asked for, descriptors. None of it makes the sender wait beyond its deadline.
struct ReceiptChannel: ~Copyable {
  /// The most packets that are read: a message has fewer states.
  private static let packetLimit = 64

  private let near: FileDescriptor
  private var far: FileDescriptor?
  private var packetCount = 0

  /// Whether the kernel keeps descriptors away: Linux 6.16 and later.
  private let refusesDescriptors: Bool

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
    refusesDescriptors = near.refuseDescriptors()
  }

  deinit {
    try? far?.close()
    if refusesDescriptors {
      try? near.close()
    } else {
      // A descriptor may lie unread in it, and closing that may take as long as a stranger likes.
      DescriptorCloser.shared.closeEventually(near)
    }
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
  /// A receipt that is there already counts, also after the deadline. A recipient that sends
  /// descriptors or too many packets is not heard any more: that is ``Event/closed``.
  ///
  /// The corresponding C functions are `poll` and `recv`.
  mutating func next(until deadline: Deadline) -> Event {
    while packetCount < ReceiptChannel.packetLimit {
      guard waitForPacket(until: deadline) else { return .deadline }
      packetCount += 1
      if !refusesDescriptors, near.nextPacketHasDescriptors { return .closed }
      let packet = receive()
      guard !packet.isEmpty else { return .closed }
      if let receipt = Receipt(decoding: packet) { return .receipt(receipt) }
    }
    return .closed
  }

  private borrowing func waitForPacket(until deadline: Deadline) -> Bool {
    while true {
      var request = pollfd(fd: near.rawValue, events: Int16(POLLIN), revents: 0)
      let ready = unsafe poll(&request, 1, deadline.pollTimeout)
      if ready > 0 { return true }
      // A signal may come at any time, and again and again.
      guard ready < 0, errno == EINTR, !deadline.hasPassed else { return false }
    }
  }

  private borrowing func receive() -> [UInt8] {
    // Most are short: memory that is not filled costs nothing.
    unsafe [UInt8](unsafeUninitializedCapacity: Receipt.maximumByteCount) { buffer, count in
      count = max(
        unsafe recv(near.rawValue, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT)), 0)
    }
  }
}
