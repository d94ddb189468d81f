// SPDX-License-Identifier: Apache-2.0

package import Accounts
import AgentPolicy
import DaemonSupport
package import Inbox
import LinuxSystem
package import Logging
import Mailslots
package import Messages

/// Takes what arrives into the inbox: reads it, admits it, stores it, and tells its sender.
///
/// One batch is one transaction, so many messages at once cost hardly more than one. The intake never
/// waits for a popup.
package actor Intake {
  /// What happened to one arrival.
  package enum Outcome: Equatable {
    /// It is on the disk, now or from an earlier time.
    case stored

    /// It was refused, and would be refused again.
    case refused(IntakeRefusal)

    /// It could not be stored; a later attempt may succeed.
    case failed
  }

  let store: any IntakeStore
  private let firstState: MessageState
  private let rules: IntakeRules
  private let settings: AgentSettings
  private let receipts: ReceiptRegistry
  private let onStored: @Sendable () -> Void
  let owner: UInt32
  private let log: Logger
  let now: @Sendable () -> ContinuousClock.Instant
  private let accounts: AccountDatabase
  private var names: SenderNames

  /// The gateway and the relay, once they have sent something.
  private var messengers: Set<UInt32> = []
  var shares: SenderShares?
  var lastNetworkCount: ContinuousClock.Instant?

  /// The accounts that messngr-gateway and messngr-relay run as: the agent believes their word on a
  /// message's origin.
  private static let messengerNames = ["messngr-gateway", Account.relayName]

  /// Creates an intake.
  ///
  /// - Parameters:
  ///   - firstState: The state of a message that the store has: stored, or queued in that of a relay.
  ///   - rules: What this program does with arrivals before it stores them.
  ///   - owner: The user whose inbox it is.
  ///   - onStored: Called when the store has new messages.
  ///   - now: The time.
  package init(
    store: any IntakeStore, firstState: MessageState = .stored,
    rules: IntakeRules = IntakeRules(), settings: AgentSettings, receipts: ReceiptRegistry,
    accounts: AccountDatabase, owner: UInt32, log: Logger,
    now: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
    onStored: @escaping @Sendable () -> Void = {}
  ) {
    self.store = store
    self.firstState = firstState
    self.rules = rules
    self.settings = settings
    self.receipts = receipts
    self.onStored = onStored
    names = SenderNames(accounts)
    self.accounts = accounts
    self.owner = owner
    self.log = log
    self.now = now
  }

  /// Takes arrivals in, in their order, and tells each sender that waits for a receipt.
  ///
  /// - Returns: What happened to each arrival.
  package func take(_ arrivals: [Arrival]) async -> [Outcome] {
    let batch = await admit(arrivals)
    return await answer(batch, await save(batch))
  }

  /// Reads arrivals, decides which of them to store, and tells the senders of the others.
  ///
  /// - Parameter batch: What was admitted before, to be stored in the same transaction.
  package func admit(
    _ arrivals: [Arrival], behind batch: IntakeBatch = IntakeBatch()
  ) async -> IntakeBatch {
    if shares == nil {
      // Without a count, no sender is refused for its quota.
      let counted = try? await SenderShares(store.usage())
      // Another task may have counted, and admitted messages, meanwhile.
      if shares == nil { shares = counted }
    }
    let policy = settings.configuration.admission
    let page = OEMText(codePage: settings.configuration.codePage)
    var batch = batch
    for arrival in arrivals {
      do throws(IntakeRefusal) {
        let name = await name(of: arrival.sender)
        let delivery = try arrival.delivery(
          senderName: name, isTrusted: isTrusted(arrival.sender, named: name)
        ) { page?.decode($0) ?? String(decoding: $0, as: UTF8.self) }
        if delivery.message.attributes.isReport {
          try await takeReport(delivery, arrival.descriptor)
          batch.append(arrival, .stored)
          continue
        }
        try await admit(delivery, policy)
        if let code = rules.refusal(delivery) { throw .notAdmitted(code) }
        if delivery.message.attributes.isProbe {
          let descriptor = arrival.descriptor
          rules.answerProbe(delivery) { [receipts] in receipts.tell($0, on: descriptor) }
          batch.append(arrival, .stored)
        } else {
          shares?.admit(Admission.Usage(delivery), of: SenderKey(delivery))
          batch.append(arrival, delivery)
        }
      } catch {
        log.debug("refused", metadata: ["uid": "\(arrival.sender)", "why": "\(error)"])
        receipts.tell(.refused(error.code), on: arrival.descriptor)
        batch.append(arrival, .refused(error))
      }
    }
    return batch
  }

  private func takeReport(
    _ delivery: Delivery, _ descriptor: PassedDescriptor?
  ) async throws(IntakeRefusal) {
    let report = StateReport(delivery.message.text)
    if let code = await rules.takeReport(report, delivery) { throw .notAdmitted(code) }
    receipts.tell(.reached(firstState, answer: nil), on: descriptor)
  }

  /// Stores what was admitted, in one transaction; `nil` when that fails.
  ///
  /// The rest of the intake does not wait for it.
  package nonisolated func save(_ batch: IntakeBatch) async -> [StoreResult]? {
    let deliveries = batch.deliveries
    guard !deliveries.isEmpty else { return [] }
    do {
      return try await store.store(deliveries)
    } catch {
      log.error("not stored", metadata: ["count": "\(deliveries.count)", "why": "\(error)"])
      return nil
    }
  }

  /// Tells senders what happened to their messages, and wakes the rest of the agent.
  ///
  /// - Parameter results: What ``save(_:)`` returned.
  /// - Returns: What happened to each arrival.
  package func answer(_ batch: IntakeBatch, _ results: [StoreResult]?) async -> [Outcome] {
    guard !batch.deliveries.isEmpty else { return batch.outcomes }
    var outcomes = batch.outcomes
    if let results {
      for (number, index) in batch.indices.enumerated() {
        if await !answer(results[number], batch.deliveries[number], batch.arrivals[index]) {
          outcomes[index] = .failed
        }
      }
      await receipts.catchUp(with: store)
      onStored()
    } else {
      for (index, delivery) in zip(batch.indices, batch.deliveries) {
        settle(delivery, isStored: false)
        receipts.tell(.refused(.notEnoughQuota), on: batch.arrivals[index].descriptor)
        outcomes[index] = .failed
      }
    }
    return outcomes
  }

  /// Tells a sender what happened to its message.
  ///
  /// - Returns: Whether the message is in the store.
  private func answer(
    _ result: StoreResult, _ delivery: Delivery, _ arrival: Arrival
  ) async -> Bool {
    let descriptor = arrival.descriptor
    switch result {
    case .stored:
      settle(delivery, isStored: true)
      receipts.answer(.reached(firstState, answer: nil), to: delivery, on: descriptor)
    case .duplicate(_, let state, let answer):
      settle(delivery, isStored: false)
      receipts.answer(.reached(state, answer: answer), to: delivery, on: descriptor)
    case .identifierTaken:
      let renamed = await storeRenamed(delivery, arrival.id)
      settle(delivery, isStored: renamed != nil)
      guard let renamed else {
        receipts.tell(.refused(.notEnoughQuota), on: descriptor)
        return false
      }
      receipts.answer(.reached(firstState, answer: nil), to: renamed, on: descriptor)
    }
    return true
  }

  /// Stores a message under another identifier, because a message of another sender has its own one, by
  /// accident or on purpose.
  ///
  /// - Parameter id: The identifier in the name of a file in the spool: with it, a message that is taken
  ///   twice is still one message.
  private func storeRenamed(_ delivery: Delivery, _ id: MessageID?) async -> Delivery? {
    // A relay that was killed delivers a message once more: it gets the same new identifier then.
    var named: MessageID?
    if case .realm(let address) = delivery.origin {
      named = MessageID(named: "\(delivery.id) \(address)")
    }
    for id in [id, named, MessageID()].compactMap(\.self) where id != delivery.id {
      let renamed = delivery.with(id)
      switch try? await store.store([renamed]).first {
      case .stored?, .duplicate?: return renamed
      case .identifierTaken?: continue
      case nil: return nil
      }
    }
    return nil
  }

  // MARK: Names

  /// Whether the agent believes a sender's word on a message's origin.
  ///
  /// The packages of the gateway and the relay may be installed while the agent runs. A name counts only for
  /// the user whom the accounts give for it: of two users with one name, the local one.
  private func isTrusted(_ sender: UInt32, named name: String) -> Bool {
    if sender == 0 || sender == owner || messengers.contains(sender) { return true }
    guard Intake.messengerNames.contains(name), accounts.account(named: name)?.userID == sender
    else { return false }
    messengers.insert(sender)
    return true
  }

  private func name(of userID: UInt32) async -> String {
    if let name = names.rememberedName(of: userID) { return name }
    // A directory service can be slow: it must not hold up the thread of the inbox.
    return await withTaskExecutorPreference(Workers.current) { await lookUpNameElsewhere(userID) }
  }

  @concurrent private nonisolated func lookUpNameElsewhere(_ userID: UInt32) async -> String {
    await lookUpName(of: userID)
  }

  private func lookUpName(of userID: UInt32) -> String { names.name(of: userID) }
}
