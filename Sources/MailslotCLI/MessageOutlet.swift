// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Mailslots
import NetBIOSClient

/// The destination of a command's messages: a mailslot on this machine, others on the network, or both.
struct MessageOutlet: ~Copyable {
  private let local: MailslotWriter?
  private let remote: RemoteMailslot?

  init(local: MailslotWriter?, remote: RemoteMailslot? = nil) {
    self.local = local
    self.remote = remote
  }

  /// The pace of messages to the network; one without effect for messages that stay on this machine.
  borrowing func pace() -> DatagramPace {
    DatagramPace(portableByteCount: remote?.portableByteCount)
  }

  /// Writes one message, to the network first: if that fails, no reader gets the message.
  borrowing func write(_ bytes: [UInt8], until deadline: Deadline) throws(WriteFailure) {
    do throws(NetworkFailure) {
      try remote?.write(bytes)
    } catch {
      throw .remote(error)
    }
    do throws(MailslotError) {
      try local?.write(bytes, until: deadline)
    } catch {
      throw .local(error)
    }
  }
}
