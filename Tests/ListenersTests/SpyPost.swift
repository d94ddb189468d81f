// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Listeners
import SMBMessaging

/// Keeps what it is given, and answers what it is told to.
final class SpyPost: MessageSink {
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
