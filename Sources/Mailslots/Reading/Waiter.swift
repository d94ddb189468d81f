// SPDX-License-Identifier: Apache-2.0

import LinuxSystem

/// A read that waits for its messages.
struct Waiter: Sendable {
  /// What a wait ends with: at least one message, or why there is none.
  typealias Outcome = Result<[MailslotMessage], MailslotError>

  /// What waits, and how it gets the outcome.
  enum Kind: Sendable {
    /// A thread, which sleeps until the value is set.
    case thread(Monitor<Outcome?>)

    #if !hasFeature(Embedded)
      /// A task.
      case task(CheckedContinuation<Outcome, Never>)
    #endif
  }

  let id: UInt64

  /// How many messages the read takes at once, and how long each may be.
  let request: ReadRequest

  /// When the read gives up.
  ///
  /// The thread that drains the socket ends the wait of a task. A thread wakes up by itself.
  let deadline: Deadline

  let kind: Kind

  /// Whether a task waits.
  var isTask: Bool {
    if case .thread = kind { false } else { true }
  }

  /// Ends the wait.
  ///
  /// The caller holds no lock.
  func resume(_ outcome: Outcome) {
    switch kind {
    case .thread(let answer):
      answer.withLock { $0 = outcome }
      answer.wakeOne()
    #if !hasFeature(Embedded)
      case .task(let continuation): continuation.resume(returning: outcome)
    #endif
    }
  }
}

/// What a read asks for.
struct ReadRequest: Sendable {
  /// How many messages it takes at most.
  var limit = 1

  /// How long a message may be, in bytes.
  var maximumLength = Int.max
}
