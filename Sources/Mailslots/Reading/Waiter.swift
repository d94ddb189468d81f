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

    /// A thread that receives by itself, and finds the outcome in ``Reception``.
    case receiver

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
    switch kind {
    case .thread, .receiver: false
    #if !hasFeature(Embedded)
      case .task: true
    #endif
    }
  }

  /// Whether a thread waits that receives by itself.
  var isReceiver: Bool { if case .receiver = kind { true } else { false } }

  /// Ends the wait.
  ///
  /// The caller holds no lock.
  func resume(_ outcome: Outcome) {
    switch kind {
    case .thread(let answer):
      answer.withLock { $0 = outcome }
      answer.wakeOne()
    case .receiver: break
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
