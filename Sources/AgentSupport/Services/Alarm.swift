// SPDX-License-Identifier: Apache-2.0

import Dispatch
import LinuxSystem

/// Rings a wake signal at a given time.
///
/// A sleeping task would do the same, but wakes the whole process once a second while it sleeps.
package final class Alarm: Sendable {
  private struct State {
    var timer: (any DispatchSourceTimer)?
    var time: ContinuousClock.Instant?
  }

  /// A queue with a thread of its own: queues that share threads wake the process.
  private static let queue = DispatchQueue(label: "messngr.alarm")

  /// The longest wait, because a timer counts nanoseconds and a message can expire later than that.
  ///
  /// The signal then rings too early, and its listener sets the alarm again.
  private static let longestWait = Duration.seconds(1000 * 86_400)

  /// The wait from which on the machine's clock counts.
  ///
  /// Times of messages and quiet hours are times of that clock. A machine that sleeps, or whose clock is
  /// set, would come too late with the other one, which runs only while the machine does.
  private static let longWait = Duration.seconds(60)

  private let wakeSignal: WakeSignal
  private let state = Guarded(State())

  /// Creates an alarm that is not set.
  package init(_ wakeSignal: WakeSignal) {
    self.wakeSignal = wakeSignal
  }

  deinit { cancel() }

  /// Sets the alarm, unless it is set to an earlier time.
  package func set(for time: ContinuousClock.Instant) {
    state.withLock { state in
      if let earlier = state.time, earlier > .now, earlier <= time { return }
      state.timer?.cancel()
      let timer = DispatchSource.makeTimerSource(queue: Alarm.queue)
      let wait = min(ContinuousClock.now.duration(to: time), Alarm.longestWait)
      let interval = DispatchTimeInterval.milliseconds(Int(max(0, wait.wholeMilliseconds) + 1))
      if wait > Alarm.longWait {
        timer.schedule(wallDeadline: .now() + interval)
      } else {
        timer.schedule(deadline: .now() + interval)
      }
      timer.setEventHandler { [wakeSignal] in wakeSignal.ring() }
      timer.activate()
      state = State(timer: timer, time: time)
    }
  }

  /// Waits for a time, or until the task is cancelled.
  package static func wait(for time: Duration) async {
    let wakeSignal = WakeSignal()
    let alarm = Alarm(wakeSignal)
    alarm.set(for: .now + time)
    await wakeSignal.wait()
    alarm.cancel()
  }

  /// Cancels the alarm.
  package func cancel() {
    state.withLock { state in
      state.timer?.cancel()
      state = State()
    }
  }
}
