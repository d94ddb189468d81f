// SPDX-License-Identifier: Apache-2.0

import Accounts
import LinuxSystem
import Mailslots
import Messages

/// One message on its way to one user of this machine.
///
/// The way is: into the user's mailslot, then a receipt, or else into the spool. Each step is a call
/// of its own, so that a message to many is written to all before any receipt is waited for.
final class LocalDelivery {
  /// The recipient.
  let account: Account
  private let paths: Paths
  private let id: MessageID
  private let body: [UInt8]
  private var channel: ReceiptChannel?
  private var reached: SendOutcome.Reached?
  private var failure: SendFailure?

  /// Prepares a message.
  ///
  /// - Parameter body: The message as a ``MailslotBody`` with the same `id` in it.
  init(of body: [UInt8], id: MessageID, to account: Account, paths: Paths) {
    self.body = body
    self.id = id
    self.account = account
    self.paths = paths
  }

  /// Whether the message is where the mailslot's reader will find it.
  private(set) var isWritten = false

  /// Writes the message to the user's mailslot, waiting until the deadline while it is full.
  ///
  /// What goes wrong is kept for ``outcome(for:goal:)``: the spool may still take the message.
  func write(until deadline: Deadline) {
    failure = nil
    for path in paths.mailslots(of: account) where !isWritten {
      do throws(SendFailure) {
        try write(to: path, until: deadline)
      } catch {
        failure = failure ?? error
      }
    }
    if isWritten { failure = nil }
  }

  private func write(to path: FilePath, until deadline: Deadline) throws(SendFailure) {
    let directory: TrustedDirectory
    do throws(DirectoryTrustError) {
      directory = try TrustedDirectory(path, ownedBy: account.userID)
    } catch {
      if error.isNotThere { return }
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
    with writer: borrowing MailslotWriter, until deadline: Deadline
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

  /// Where a receipt may still arrive; poll(2).
  ///
  /// `nil` when the message is not in a mailslot, or its reader has closed the channel.
  var receiptEnd: FileDescriptor? { channel?.nearEnd }

  /// Whether a receipt is still to come that says whether the message is stored.
  var awaitsReceipt: Bool { channel != nil && !isOver(.stored) }

  /// Whether the message is neither stored nor refused, so that the spool is to be tried.
  var isUndecided: Bool { reached == nil && failure?.isRefusal != true }

  /// Whether the mailslot had no room for the message.
  var isFull: Bool { if case .mailslot(.queueFull)? = failure { true } else { false } }

  /// Waits until the message is in a state at least as far as `goal`, or the deadline.
  func wait(for goal: MessageState, until deadline: Deadline) {
    while !isOver(goal), let event = channel?.next(until: deadline) {
      switch event {
      case .receipt(.reached(let state, let answer)):
        reached = SendOutcome.Reached(state: state, isInSpool: false, answer: answer)
      case .receipt(.refused(let code)): failure = .refused(code: code)
      case .closed: channel = nil
      case .deadline: return
      }
    }
  }

  private func isOver(_ goal: MessageState) -> Bool {
    failure != nil || reached?.state.hasReached(goal) == true || reached?.state.isFinal == true
  }

  /// Leaves the message in the user's spool, unless it is known to be stored or refused.
  ///
  /// The agent that finds it there and has it already takes it for the one message it is.
  func spool() {
    guard isUndecided else { return }
    for path in paths.spools(of: account) where reached == nil {
      do throws(DirectoryTrustError) {
        let spool = try SpoolWriter(path, ownedBy: account.userID)
        store(in: spool, at: path)
      } catch {
        if !error.isNotThere { failure = failure ?? .untrusted(error) }
      }
    }
  }

  private func store(in spool: borrowing SpoolWriter, at path: FilePath) {
    do throws(Errno) {
      try spool.write(body)
      reached = SendOutcome.Reached(state: .stored, isInSpool: true, answer: nil)
    } catch {
      failure = .spool(path, error)
    }
  }

  /// What became of the message.
  func outcome(for recipient: String, goal: MessageState) -> SendOutcome {
    SendOutcome(recipient: recipient, id: id, result: result(goal))
  }

  private func result(_ goal: MessageState) -> Result<SendOutcome.Reached, SendFailure> {
    if let reached, reached.state.hasReached(goal) { return .success(reached) }
    if let reached { return .failure(.notReached(goal, reached: reached.state)) }
    if let failure { return .failure(failure) }
    return .failure(isWritten ? .notReached(goal, reached: nil) : .noMailslot(account))
  }
}

extension SendFailure {
  /// Whether the recipient's side has said no, so that the spool must not be tried.
  fileprivate var isRefusal: Bool {
    if case .refused = self { true } else { false }
  }
}

extension DirectoryTrustError {
  /// Whether there is nothing at the place, as far as this user may know: what lies in somebody's
  /// private directories is for its owner and root.
  fileprivate var isNotThere: Bool {
    switch self {
    case .missing, .system(_, .permissionDenied): true
    default: false
    }
  }
}
