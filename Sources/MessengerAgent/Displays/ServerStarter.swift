// SPDX-License-Identifier: Apache-2.0

import AgentPolicy
import AgentSupport
import LinuxSystem
import Logging
import Notifications

/// Has the bus start a popup daemon when a popup has to be shown and no daemon is there.
///
/// ``AgentPolicy/StartAttempts`` decides how often.
final class ServerStarter: Sendable {
  private struct State {
    var attempts: StartAttempts
    var failure: String?
  }

  /// How long the display waits for a daemon that was asked to start; one that is slower appears later.
  static let limit = Duration.seconds(5)

  /// Rung when the next attempt is due.
  let due: WakeSignal

  private let notifier: Notifier
  private let limit: Duration
  private let log: Logger
  private let alarm: Alarm
  private let state: Guarded<State>

  /// Prepares the attempts; nothing is started.
  init(
    _ notifier: Notifier, attempts: StartAttempts = StartAttempts(),
    limit: Duration = ServerStarter.limit, log: Logger
  ) {
    self.notifier = notifier
    self.limit = limit
    self.log = log
    state = Guarded(State(attempts: attempts))
    due = WakeSignal()
    alarm = Alarm(due)
  }

  /// The number of attempts since the last popup, and why the last one failed.
  var report: (attempts: Int, failure: String?) {
    state.withLock { ($0.attempts.count, $0.failure) }
  }

  /// Starts a daemon, if an attempt is due.
  ///
  /// - Returns: Whether a daemon is there now.
  func start() async -> Bool {
    switch state.withLock({ $0.attempts.request(at: .now) }) {
    case .none: return false
    case .wait(let time):
      alarm.set(for: time)
      return false
    case .start: break
    }
    do throws(NotificationError) {
      guard try await notifier.startServer(within: limit) else {
        state.withLock { state in
          state.attempts.noteImpossible()
          state.failure = nil
        }
        return false
      }
      noteEnd(nil)
      log.info("popup daemon started")
      return true
    } catch {
      log.notice("popup daemon not started", metadata: ["why": "\(error)"])
      if let next = noteEnd(error.description) { alarm.set(for: next) }
      return false
    }
  }

  /// Notes that a message has come: it may begin a new series of attempts.
  func noteMessage() {
    if let time = state.withLock({ $0.attempts.noteMessage(at: .now) }) { alarm.set(for: time) }
  }

  /// Notes that the daemon has shown a popup.
  func noteShown() {
    state.withLock { state in
      state.attempts.noteShown()
      state.failure = nil
    }
  }

  /// Forgets the next attempt.
  func cancel() { alarm.cancel() }

  @discardableResult
  private func noteEnd(_ failure: String?) -> ContinuousClock.Instant? {
    state.withLock { state in
      state.failure = failure
      return state.attempts.noteEnd(at: .now)
    }
  }
}
