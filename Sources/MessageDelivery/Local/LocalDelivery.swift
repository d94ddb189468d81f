// SPDX-License-Identifier: Apache-2.0

import Accounts
import LinuxSystem
import Mailslots
import Messages

/// The delivery of one message to one user of this machine.
///
/// The message goes into the user's mailslot, and a receipt comes back; else it goes into the spool.
/// Each step is a call of its own, so a message to many users is in all mailslots before its sender
/// waits for a receipt.
final class LocalDelivery {
  /// The recipient.
  let account: Account
  private let paths: Paths
  private let body: [UInt8]
  private var channel: ReceiptChannel?
  private var reached: DeliveryOutcome.Reached?
  private var failure: DeliveryFailure?
  private let firstState: MessageState
  private var isAway = false
  private var lastClosing: Deadline?
  private var reconnections: Int32 = 0

  /// How often the sender looks for the next agent, for about 13 seconds: an agent starts in less.
  private static let maximumReconnections: Int32 = 8

  /// The milliseconds before the first time; each pause is twice as long as the one before.
  private static let pause: Int32 = 50

  /// Prepares a delivery.
  ///
  /// - Parameters:
  ///   - body: What ``MailslotBody/encode(_:)`` returned.
  ///   - firstState: The state of a message in the spool: stored, or queued in that of the relay.
  init(
    of body: [UInt8], to account: Account, paths: Paths, firstState: MessageState = .stored
  ) {
    self.firstState = firstState
    self.body = body
    self.account = account
    self.paths = paths
  }

  /// Whether the message is in the user's mailslot.
  private(set) var isWritten = false

  /// Writes the message to the user's mailslot, waiting until the deadline while it is full.
  ///
  /// An error is kept for ``result(goal:)``, because the spool may still take the message.
  func write(until deadline: Deadline) {
    failure = nil
    for path in paths.mailslots(of: account) where !isWritten {
      do throws(DeliveryFailure) {
        try write(to: path, until: deadline)
      } catch {
        failure = failure ?? error
      }
    }
    if isWritten { failure = nil }
  }

  private func write(to path: FilePath, until deadline: Deadline) throws(DeliveryFailure) {
    let directory: TrustedDirectory
    do throws(DirectoryTrustError) {
      directory = try TrustedDirectory(path, ownedBy: account.userID)
    } catch {
      if error.isAbsence { return }
      throw .untrusted(error)
    }
    do throws(MailslotError) {
      let writer = try MailslotWriter(
        opening: .messenger, in: directory, ownedBy: account.userID,
        maximumMessageSize: MailslotBody.maximumByteCount)
      try write(with: writer, until: deadline)
    } catch .notFound {
      return
    } catch {
      throw .mailslot(error)
    }
  }

  private func write(
    with writer: MailslotWriter, until deadline: Deadline
  ) throws(MailslotError) {
    var channel = try? ReceiptChannel()
    do throws(MailslotError) {
      try writer.write(body, passing: channel?.farEnd, until: deadline)
    } catch .descriptorRefused {
      try writer.write(body, passing: nil, until: deadline)
    }
    channel?.closeFarEnd()
    self.channel = consume channel
    isWritten = true
  }

  /// The descriptor at which a receipt may still arrive; poll(2).
  ///
  /// `nil` when the message is not in a mailslot, or its reader has closed the channel.
  var receiptEnd: FileDescriptor? { channel?.nearEnd }

  /// Whether the receipt that says whether the message is stored is still to come.
  var awaitsReceipt: Bool { channel != nil && !isOver(.stored) }

  /// Whether the message is neither stored nor refused; then the spool is the next step.
  var isUndecided: Bool { !hasReached && failure?.isRefusal != true }

  /// Whether the message has a state; `reached != nil` takes 18,000 instructions more.
  private var hasReached: Bool { if case .some = reached { true } else { false } }

  /// Whether the mailslot had no room for the message.
  var isFull: Bool { if case .mailslot(.queueFull)? = failure { true } else { false } }

  /// Waits until the message is in a state at least as far as `goal`, or the deadline.
  func wait(for goal: MessageState, until deadline: Deadline) {
    while !isOver(goal), let event = channel?.next(until: deadline) {
      switch event {
      case .receipt(.reached(let state, let answer)):
        reached = DeliveryOutcome.Reached(state: state, isInSpool: false, answer: answer)
      case .receipt(.away(let state)):
        reached = DeliveryOutcome.Reached(state: state, isInSpool: false, answer: nil)
        isAway = true
      case .receipt(.refused(let code)): failure = .refused(code)
      case .closed:
        channel = nil
        guard goal != .stored, hasReached else { return }
        if !reconnect(until: deadline) { return }
      case .deadline: return
      }
    }
  }

  private func isOver(_ goal: MessageState) -> Bool {
    failure != nil || isAway && goal == .stored || reached?.state.endsWait(for: goal) == true
  }

  /// Passes the message to the next agent, after the agent that has stored it has ended.
  ///
  /// The next agent knows the message by its identifier, keeps one, and sends receipts from there on. An
  /// agent that runs and has closed the channel had no room for one more sender that waits: the pauses
  /// grow, and the attempts end.
  ///
  /// - Returns: Whether an agent has the message.
  private func reconnect(until deadline: Deadline) -> Bool {
    if lastClosing?.isOlder(than: .seconds(10)) ?? true { reconnections = 0 }
    lastClosing = .now
    isWritten = false
    while reconnections < LocalDelivery.maximumReconnections, !deadline.hasPassed {
      let (left, pause) = (deadline.pollTimeout, LocalDelivery.pause << reconnections)
      PlainThread.sleep(milliseconds: left < 0 ? pause : min(left, pause))
      reconnections += 1
      write(until: min(deadline, .after(.seconds(1))))
      if isWritten { return true }
    }
    failure = nil
    return false
  }

  /// Leaves the message in the user's spool, unless the agent has stored or refused it.
  ///
  /// An agent that has the message already finds the same `id` in the spool, and keeps one message.
  func spool() {
    guard isUndecided else { return }
    for path in paths.spools(of: account) where !hasReached {
      do throws(DirectoryTrustError) {
        let spool = try SpoolWriter(path, ownedBy: account.userID)
        store(in: spool, at: path)
      } catch {
        if !error.isAbsence { failure = failure ?? .untrusted(error) }
      }
    }
  }

  private func store(in spool: borrowing SpoolWriter, at path: FilePath) {
    do throws(Errno) {
      try spool.write(body)
      reached = DeliveryOutcome.Reached(state: firstState, isInSpool: true, answer: nil)
    } catch {
      failure = .spool(path, error)
    }
  }

  /// The state of the message, or why it is not in a state as far as `goal`.
  func result(goal: MessageState) -> DeliveryOutcome.Result {
    if let reached, reached.state.hasReached(goal) || isAway && goal == .stored {
      return .success(reached)
    }
    // The relay may refuse a message that it has queued; an agent has a message that it has stored.
    if let failure, failure.isRefusal, reached?.state.hasReached(.stored) != true {
      return .failure(failure)
    }
    if let reached { return .failure(.notReached(goal, reached: reached.state)) }
    if let failure { return .failure(failure) }
    return .failure(isWritten ? .notReached(goal, reached: nil) : .noMailslot(account))
  }
}

extension DeliveryFailure {
  /// Whether the recipient's agent has refused the message; then the spool must not take it.
  fileprivate var isRefusal: Bool {
    if case .refused = self { true } else { false }
  }
}

extension DirectoryTrustError {
  /// Whether the directory does not exist, as far as the sender can know: the private directories of
  /// another user are closed to all but root.
  fileprivate var isAbsence: Bool {
    switch self {
    case .missing, .system(_, .permissionDenied): true
    default: false
    }
  }
}
