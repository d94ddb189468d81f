// SPDX-License-Identifier: Apache-2.0

import LinuxSystem

/// A read that waits for its messages.
struct Waiter: Sendable {
  /// What a wait ends with: at least one message, or why there is none.
  typealias Outcome = Result<[MailslotMessage], MailslotError>

  /// Whom to tell.
  enum Kind: Sendable {
    case thread(Parker<Outcome>)
    case task(CheckedContinuation<Outcome, Never>)
  }

  let id: UInt64

  /// How many messages it takes at once, and how long each may be.
  let request: ReadRequest

  /// When it gives up.
  ///
  /// The thread that drains the socket sees to that for tasks; a thread that waits has an alarm of
  /// its own.
  let deadline: Deadline

  let kind: Kind

  /// Ends the wait.
  ///
  /// Never called while a lock is held.
  func resume(_ outcome: Outcome) {
    switch kind {
    case .thread(let parker): parker.unpark(outcome)
    case .task(let continuation): continuation.resume(returning: outcome)
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
