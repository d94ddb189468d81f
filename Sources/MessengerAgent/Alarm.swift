// SPDX-License-Identifier: Apache-2.0

import Dispatch
import LinuxSystem

/// Rings a doorbell at a time that was set before.
///
/// A sleeping task would do the same, but wakes the whole process once a second while it sleeps.
final class Alarm: Sendable {
  private struct State {
    var timer: (any DispatchSourceTimer)?
    var time: ContinuousClock.Instant?
  }

  /// One with a thread of its own: those that share threads are what wakes the process.
  private static let queue = DispatchQueue(label: "messngr.alarm")

  /// What a timer can count, in nanoseconds, is less than what a message can ask for.
  ///
  /// The doorbell then rings too early, and whoever answers it sets the alarm again.
  private static let longestWait = Duration.seconds(1000 * 86_400)

  private let wakeSignal: WakeSignal
  private let state = Guarded(State())

  /// Creates an alarm that is not set.
  init(_ wakeSignal: WakeSignal) {
    self.wakeSignal = wakeSignal
  }

  deinit { cancel() }

  /// Sets the alarm, unless it is set to an earlier time.
  func set(for time: ContinuousClock.Instant) {
    state.withLock { state in
      if let earlier = state.time, earlier > .now, earlier <= time { return }
      state.timer?.cancel()
      let timer = DispatchSource.makeTimerSource(queue: Alarm.queue)
      let wait = min(ContinuousClock.now.duration(to: time), Alarm.longestWait).components
      let milliseconds = wait.seconds * 1000 + wait.attoseconds / 1_000_000_000_000_000
      timer.schedule(deadline: .now() + .milliseconds(Int(max(0, milliseconds) + 1)))
      timer.setEventHandler { [wakeSignal] in wakeSignal.ring() }
      timer.activate()
      state = State(timer: timer, time: time)
    }
  }

  /// Waits that long, or until the task is cancelled.
  static func wait(for time: Duration) async {
    let wakeSignal = WakeSignal()
    let alarm = Alarm(wakeSignal)
    alarm.set(for: .now + time)
    await wakeSignal.wait()
    alarm.cancel()
  }

  /// Takes the alarm back.
  func cancel() {
    state.withLock { state in
      state.timer?.cancel()
      state = State()
    }
  }
}
