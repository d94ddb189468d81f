// SPDX-License-Identifier: Apache-2.0

import Glibc
import LinuxSystem
import Messages

@testable import Mailslots

/// A sender's end of a socket pair.
final class ReceivingEnd {
  private let near: Int32

  /// The other end, until `takeDescriptor` is called.
  private(set) var descriptor: PassedDescriptor?

  init() {
    var ends: [Int32] = [-1, -1]
    socketpair(AF_UNIX, Int32(SOCK_SEQPACKET.rawValue), 0, &ends)
    near = ends[0]
    descriptor = PassedDescriptor(owning: FileDescriptor(rawValue: ends[1]))
  }

  deinit { close(near) }

  func takeDescriptor() -> PassedDescriptor? { descriptor.take() }

  /// All receipts so far.
  var receipts: [Receipt] {
    var receipts: [Receipt] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while case let count = recv(near, &buffer, buffer.count, Int32(MSG_DONTWAIT)),
      count > 0, let receipt = Receipt(decoding: Array(buffer[..<count]))
    {
      receipts.append(receipt)
    }
    return receipts
  }

  /// Whether the registry has closed its end, which it does on a thread of its own.
  func isOver() -> Bool {
    var request = pollfd(fd: near, events: 0, revents: 0)
    return poll(&request, 1, 10_000) == 1 && request.revents & Int16(POLLHUP) != 0
  }
}
