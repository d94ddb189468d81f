// SPDX-License-Identifier: Apache-2.0

public import Accounts
public import LinuxSystem
import Mailslots
public import Messages

/// One message on its way to users of this machine, in steps that do not wait for a recipient.
///
/// For a program that serves many senders at once. ``Sender`` waits, which suits a command.
///
///     write ──► poll(2) of each receiptEnd ──► takeReceipt ──► spool, if isUndecided ──► failure
///
/// One thread at a time takes a step.
public final class MultiUserDelivery: Sendable {
  /// How long a full mailslot is waited for: a reader that runs empties it in less.
  private static let patience = Duration.milliseconds(50)

  private struct State {
    let deliveries: [LocalDelivery]
    var skipped: Set<UInt32> = []
  }

  private let state: Guarded<State>

  /// Prepares a message.
  ///
  /// - Throws: ``SendFailure/message(_:)`` for a message that cannot be written.
  public init(_ message: Message, to accounts: [Account], paths: Paths) throws(SendFailure) {
    var message = message
    let id = message.attributes.id ?? MessageID()
    message.attributes.id = id
    let body = try SendFailure.translating { [message] () throws(MessageError) in
      try MailslotBody.encode(message)
    }
    state = Guarded(
      State(deliveries: accounts.map { LocalDelivery(of: body, id: id, to: $0, paths: paths) }))
  }

  /// Writes the message to the mailslot of each recipient for whom `isMeant` is true.
  ///
  /// - Returns: The user IDs of the recipients whose mailslots are full.
  public func write(where isMeant: (Account) -> Bool) -> [UInt32] {
    state.withLock { state in
      for delivery in state.deliveries {
        if isMeant(delivery.account) {
          delivery.write(until: .after(MultiUserDelivery.patience))
        } else {
          state.skipped.insert(delivery.account.userID)
        }
      }
      return state.deliveries.filter(\.isFull).map(\.account.userID)
    }
  }

  /// Where receipts are still to arrive, with the user IDs of the recipients who send them.
  ///
  /// A descriptor is open until ``takeReceipt(of:)`` is called for its user, or this object ends.
  public var receiptEnds: [(userID: UInt32, descriptor: FileDescriptor)] {
    state.withLock { state in
      state.deliveries.compactMap { delivery in
        guard delivery.awaitsReceipt, let end = delivery.receiptEnd else { return nil }
        return (delivery.account.userID, end)
      }
    }
  }

  /// Takes the receipt that has arrived from a recipient.
  public func takeReceipt(of userID: UInt32) {
    state.withLock { state in
      for delivery in state.deliveries where delivery.account.userID == userID {
        // The receipt is there. Packets that are none do not prolong this.
        delivery.wait(for: .stored, until: .after(.milliseconds(1)))
      }
    }
  }

  /// Whether a recipient has neither stored nor refused the message.
  public var isUndecided: Bool {
    state.withLock { $0.deliveries.contains(where: \.isUndecided) }
  }

  /// Leaves the message in the spool of each recipient who has neither stored nor refused it.
  ///
  /// This waits for the disk.
  public func spool() {
    state.withLock { state in
      for delivery in state.deliveries { delivery.spool() }
    }
  }

  /// Why the message is stored for no recipient; `nil` when it is stored for at least one.
  public var failure: SendFailure? {
    state.withLock { state in
      var first: SendFailure?
      for delivery in state.deliveries {
        let outcome = delivery.outcome(for: delivery.account.name, goal: .stored)
        guard case .failure(var failure) = outcome.result else { return nil }
        if case .noMailslot = failure, state.skipped.contains(delivery.account.userID) {
          failure = .notReached(.stored, reached: nil)
        }
        first = first ?? failure
      }
      return first
    }
  }
}
