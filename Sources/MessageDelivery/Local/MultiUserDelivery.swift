// SPDX-License-Identifier: Apache-2.0

public import Accounts
public import LinuxSystem
import Mailslots
public import Messages

/// The delivery of one message to users of this machine, in steps that do not wait for a recipient.
///
/// It suits a program that serves many senders at once; ``MessageSender`` suits a command.
///
///     write ──► poll(2) of each receiptEnd ──► takeReceipt ──► spool, if isUndecided ──► failure
///
/// Only one thread at a time takes a step.
public final class MultiUserDelivery: Sendable {
  /// How long to wait for a full mailslot: a reader that runs empties it in less.
  private static let fullMailslotTimeLimit = Duration.milliseconds(50)

  private struct State {
    let deliveries: [LocalDelivery]
    var skipped: Set<UInt32> = []
  }

  private let state: Guarded<State>

  /// Prepares a delivery.
  ///
  /// - Throws: ``DeliveryFailure/message(_:)`` for a message that cannot be written.
  public init(_ message: Message, to accounts: [Account], paths: Paths) throws(DeliveryFailure) {
    var message = message
    message.attributes.id = message.attributes.id ?? MessageID()
    let body: [UInt8]
    do throws(MessageError) { body = try MailslotBody.encode(message) } catch {
      throw .message(error)
    }
    state = Guarded(
      State(deliveries: accounts.map { LocalDelivery(of: body, to: $0, paths: paths) }))
  }

  /// Writes the message to the mailslot of each recipient for whom `isIncluded` is true.
  ///
  /// - Returns: The user IDs of the recipients whose mailslots are full.
  public func write(where isIncluded: (Account) -> Bool) -> [UInt32] {
    state.withLock { state in
      for delivery in state.deliveries {
        if isIncluded(delivery.account) {
          delivery.write(until: .after(MultiUserDelivery.fullMailslotTimeLimit))
        } else {
          state.skipped.insert(delivery.account.userID)
        }
      }
      return state.deliveries.filter { $0.isFull }.map { $0.account.userID }
    }
  }

  /// The descriptors at which receipts are still to arrive, with the user IDs of their recipients.
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
        // The receipt is there already, so this does not wait for other packets.
        delivery.wait(for: .stored, until: .after(.milliseconds(1)))
      }
    }
  }

  /// Whether a recipient has neither stored nor refused the message.
  public var isUndecided: Bool {
    state.withLock { $0.deliveries.contains { $0.isUndecided } }
  }

  /// Leaves the message in the spool of each recipient who has neither stored nor refused it.
  ///
  /// This call waits for the disk.
  public func spool() {
    state.withLock { state in
      for delivery in state.deliveries { delivery.spool() }
    }
  }

  /// Why the message is stored for no recipient; `nil` when it is stored for at least one.
  public var failure: DeliveryFailure? {
    state.withLock { state in
      var first: DeliveryFailure?
      for delivery in state.deliveries {
        guard case .failure(var failure) = delivery.result(goal: .stored) else { return nil }
        if case .noMailslot = failure, state.skipped.contains(delivery.account.userID) {
          failure = .notReached(.stored, reached: nil)
        }
        first = first ?? failure
      }
      return first
    }
  }
}
