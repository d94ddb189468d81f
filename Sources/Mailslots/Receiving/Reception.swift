// SPDX-License-Identifier: Apache-2.0

import LinuxSystem

/// Which thread receives: the draining one, or one that reads.
///
/// A message that changes threads takes several times longer. So a thread that finds no message receives the next
/// one by itself, and the draining thread leaves the socket alone. It comes back when no thread has received for
/// ``grace``, so that messages leave the kernel's short queue although the program does not read at the moment.
/// While a thread waits for a message, the draining one sleeps without end.
struct Reception {
  /// How long the draining thread leaves the socket to a thread that has read, and may read again.
  private static let grace = Duration.milliseconds(10)

  /// The wait of the thread that receives.
  private(set) var receiver: UInt64?

  /// What that wait has ended with.
  private(set) var outcome: Waiter.Outcome?

  /// Whether threads that read receive, and the draining one does not.
  private(set) var isHandedOver = false

  /// Whether the draining thread sleeps until it is woken.
  private var isParked = false

  /// When a thread that reads has received last.
  private var lastReception = Deadline.never

  /// Whether no thread waits at the socket.
  var isUnattended: Bool { isHandedOver && receiver == nil }

  /// Lets a thread receive.
  ///
  /// - Returns: Whether the draining thread has to leave the socket.
  mutating func begin(_ id: UInt64) -> Bool {
    receiver = id
    outcome = nil
    defer { isHandedOver = true }
    return !isHandedOver
  }

  /// Keeps what a wait has ended with, if it is that of the thread that receives.
  mutating func end(_ id: UInt64, _ outcome: Waiter.Outcome) {
    if receiver == id { self.outcome = outcome }
  }

  /// Ends the wait of the thread that receives.
  ///
  /// - Returns: Whether the draining thread has to wake up, to look after the socket in time.
  mutating func stop(at now: Deadline) -> Bool {
    receiver = nil
    outcome = nil
    lastReception = now
    defer { isParked = false }
    return isParked
  }

  /// Keeps when a thread that reads has received, also without a wait.
  mutating func noteReception(at now: Deadline) { lastReception = now }

  /// How long the draining thread leaves the socket alone; `nil` when it has to receive.
  ///
  /// - Parameters:
  ///   - isNeeded: Whether a read waits that does not receive by itself.
  ///   - now: The clock.
  mutating func pause(isNeeded: Bool, at now: () -> Deadline) -> Deadline? {
    guard isHandedOver else { return nil }
    if receiver == nil, isNeeded {
      isHandedOver = false
      return nil
    }
    let now = now()
    let end = lastReception == .never ? now : lastReception.advanced(by: Reception.grace)
    if end > now { return end }
    isParked = receiver != nil
    isHandedOver = isParked
    return isParked ? .never : nil
  }
}
