// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Mailslots
import Messages

/// The channel for receipts: a pair of connected sockets, of which one end goes with the message.
///
/// Only the process that holds the other end can write to it, so a receipt cannot be forged. When
/// that process dies the kernel closes its end, and the sender knows at once.
///
/// The recipient can send anything here: packets that are not receipts, too many of them, descriptors.
/// None of this makes the sender wait beyond its deadline.
struct ReceiptChannel: ~Copyable {
  /// The most packets that are read: a message has fewer states.
  private static let packetLimit = 64

  private let near: FileDescriptor
  private var far: FileDescriptor?
  private var packetCount = 0

  /// Whether the kernel keeps descriptors away: Linux 6.16 and later.
  private let refusesDescriptors: Bool

  /// The result of a wait.
  enum Event: Equatable {
    /// A receipt.
    case receipt(Receipt)

    /// All copies of the other end are closed.
    case closed

    /// The deadline has passed.
    case deadline
  }

  /// Opens a channel.
  ///
  /// The corresponding C function is `socketpair`.
  init() throws(Errno) {
    let (near, far) = try FileDescriptor.packetSocketPair()
    self.near = near
    self.far = far
    refusesDescriptors = near.refuseDescriptors()
  }

  deinit {
    try? far?.close()
    if refusesDescriptors {
      try? near.close()
    } else {
      // It may contain an unread descriptor, and the recipient decides how long closing that one takes.
      DescriptorCloser.shared.closeEventually(near)
    }
  }

  /// The end that goes with the message, until ``closeFarEnd()``.
  var farEnd: FileDescriptor? { far }

  /// The end at which receipts arrive, for a caller that waits for several of them: poll(2).
  var nearEnd: FileDescriptor { near }

  /// Closes the sender's copy of the end that went with the message.
  mutating func closeFarEnd() {
    try? far?.close()
    far = nil
  }

  /// Waits for the next receipt, and ignores other packets.
  ///
  /// A receipt that has arrived counts, also after the deadline. When the recipient sends a descriptor
  /// or too many packets, the channel counts as closed.
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
    guard let events = try? near.wait(for: .readable, until: deadline) else { return false }
    return !events.isEmpty
  }

  /// Takes the next packet: empty for the end of the channel, and for an error.
  private borrowing func receive() -> [UInt8] {
    // Almost every receipt is a thousandth of the largest one: a question is faster than the memory for that.
    guard let size = near.nextPacketSize, size > 0 else { return [] }
    return (try? near.receive(upTo: min(size, Receipt.maximumByteCount)).bytes) ?? []
  }
}
