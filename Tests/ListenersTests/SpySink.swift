// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Listeners
import SMBMessaging

/// A sink that records its messages, and concludes each with a fixed status.
final class SpySink: MessageSink {
  private let taken = Guarded<[NetworkMessage]>([])
  private let status: SMBStatus

  init(_ status: SMBStatus = .success) {
    self.status = status
  }

  var messages: [NetworkMessage] { taken.withLock { $0 } }

  func deliver(_ message: NetworkMessage, then conclude: @escaping @Sendable (SMBStatus) -> Void) {
    taken.withLock { $0.append(message) }
    conclude(status)
  }

  func admits(_ mailslot: RemoteMailslotName) -> Bool { false }

  func write(_ write: NetworkWrite, then conclude: @escaping @Sendable () -> Void) { conclude() }
}
