// SPDX-License-Identifier: Apache-2.0

import Foundation
import LinuxSystem
import Listeners
import SMBMessaging

/// A sink that records its messages, and concludes each with a fixed status.
final class SpySink: MessageSink {
  private let taken = Guarded<[NetworkMessage]>([])
  private let status: SMBStatus
  private let time: Duration

  /// - Parameter time: How long each message takes.
  init(_ status: SMBStatus = .success, after time: Duration = .zero) {
    self.status = status
    self.time = time
  }

  var messages: [NetworkMessage] { taken.withLock { $0 } }

  func deliver(_ message: NetworkMessage, then conclude: @escaping @Sendable (SMBStatus) -> Void) {
    taken.withLock { $0.append(message) }
    guard time > .zero else { return conclude(status) }
    Thread.detachNewThread { [status, time] in
      Thread.sleep(forTimeInterval: time / .seconds(1))
      conclude(status)
    }
  }

  func admits(_ mailslot: RemoteMailslotName) -> Bool { false }

  func write(_ write: NetworkWrite, then conclude: @escaping @Sendable () -> Void) { conclude() }
}
