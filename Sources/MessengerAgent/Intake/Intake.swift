// SPDX-License-Identifier: Apache-2.0

import Accounts
import AgentPolicy
import Console
import DaemonSupport
import Inbox
import LinuxSystem
import Logging
import Mailslots
import Messages

/// Takes what arrives into the inbox: reads it, admits it, stores it, and tells its sender.
///
/// One batch is one transaction, so many messages at once cost hardly more than one. The intake never
/// waits for a popup.
actor Intake {
  /// What happened to one arrival.
  enum Outcome: Equatable {
    /// It is on the disk, now or from an earlier time.
    case stored

    /// It was refused, and would be refused again.
    case refused(IntakeRefusal)

    /// It could not be stored; a later attempt may succeed.
    case failed
  }

  private let store: any IntakeStore
  private let settings: AgentSettings
  private let receipts: ReceiptRegistry
  private let wakeSignals: [WakeSignal]
  private let owner: UInt32
  private let trusted: Set<UInt32>
  private let log: Logger
  private let now: @Sendable () -> ContinuousClock.Instant
  private var names: SenderNames
  private var shares: SenderShares?
  private var lastNetworkCount: ContinuousClock.Instant?

  /// The account that messngr-gateway runs as: the agent believes its word on a message's origin.
  private static let gatewayName = "messngr-gateway"

  /// The time between two counts of what all addresses of the network have.
  private static let networkCountInterval = Duration.seconds(1)

  /// Creates an intake.
  ///
  /// - Parameters:
  ///   - owner: The user whose inbox it is.
  ///   - wakeSignals: Rung when the store has a new message.
  ///   - now: The time.
  init(
    store: any IntakeStore, settings: AgentSettings, receipts: ReceiptRegistry,
    wakeSignals: [WakeSignal], accounts: AccountDatabase, owner: UInt32, log: Logger,
    now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
  ) {
    self.store = store
    self.settings = settings
    self.receipts = receipts
    self.wakeSignals = wakeSignals
    names = SenderNames(accounts)
    self.owner = owner
    let gateway = accounts.account(named: Intake.gatewayName)
    trusted = Set([0, owner] + (gateway.map { [$0.userID] } ?? []))
    self.log = log
    self.now = now
  }

  /// Takes arrivals in, in their order, and tells each sender that waits for a receipt.
  ///
  /// - Returns: What happened to each arrival.
  func take(_ arrivals: [Arrival]) async -> [Outcome] {
    let batch = await admit(arrivals)
    return await answer(batch, await save(batch))
  }

  /// Reads arrivals, decides which of them to store, and tells the senders of the others.
  ///
  /// - Parameter batch: What was admitted before, to be stored in the same transaction.
  func admit(
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
        let delivery = try arrival.delivery(
          senderName: await name(of: arrival.sender), trusting: trusted
        ) { page?.decode($0) ?? String(decoding: $0, as: UTF8.self) }
        try await admit(delivery, policy)
        if delivery.message.attributes.isProbe {
          receipts.confirm(probedAs: Version.text, on: arrival.descriptor)
          batch.append(arrival, .stored)
        } else {
          shares?.admit(Admission.Usage(delivery), of: SenderKey(delivery))
          batch.append(arrival, delivery)
        }
      } catch {
        log.debug("refused", metadata: ["uid": "\(arrival.sender)", "why": "\(error)"])
        receipts.refuse(error.code, on: arrival.descriptor)
        batch.append(arrival, .refused(error))
      }
    }
    return batch
  }

  /// Stores what was admitted, in one transaction; `nil` when that fails.
  ///
  /// The rest of the intake does not wait for it.
  nonisolated func save(_ batch: IntakeBatch) async -> [StoreResult]? {
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
  func answer(_ batch: IntakeBatch, _ results: [StoreResult]?) async -> [Outcome] {
    guard !batch.deliveries.isEmpty else { return batch.outcomes }
    var outcomes = batch.outcomes
    if let results {
      for (number, index) in batch.indices.enumerated() {
        let descriptor = batch.arrivals[index].descriptor
        if await !answer(results[number], batch.deliveries[number], on: descriptor) {
          outcomes[index] = .failed
        }
      }
      await receipts.catchUp(with: store)
      for wakeSignal in wakeSignals { wakeSignal.ring() }
    } else {
      for (index, delivery) in zip(batch.indices, batch.deliveries) {
        settle(delivery, isStored: false)
        receipts.refuse(.notEnoughQuota, on: batch.arrivals[index].descriptor)
        outcomes[index] = .failed
      }
    }
    return outcomes
  }

  /// Tells a sender what happened to its message.
  ///
  /// - Returns: Whether the message is in the store.
  private func answer(
    _ result: StoreResult, _ delivery: Delivery, on descriptor: PassedDescriptor?
  ) async -> Bool {
    switch result {
    case .stored:
      settle(delivery, isStored: true)
      receipts.answer(.reached(.stored, answer: nil), to: delivery, on: descriptor)
    case .duplicate(_, let state, let answer):
      settle(delivery, isStored: false)
      receipts.answer(.reached(state, answer: answer), to: delivery, on: descriptor)
    case .identifierTaken:
      // A message of another sender has this identifier, by accident or on purpose: this message
      // gets a new one.
      let renamed = delivery.with(MessageID())
      let isStored =
        if case .stored? = try? await store.store([renamed]).first { true } else { false }
      settle(delivery, isStored: isStored)
      guard isStored else {
        receipts.refuse(.notEnoughQuota, on: descriptor)
        return false
      }
      receipts.answer(.reached(.stored, answer: nil), to: renamed, on: descriptor)
    }
    return true
  }

  // MARK: Admission

  private func settle(_ delivery: Delivery, isStored: Bool) {
    shares?.settle(Admission.Usage(delivery), of: SenderKey(delivery), isStored: isStored)
  }

  /// Throws when a message is not admitted.
  private func admit(
    _ delivery: Delivery, _ policy: AdmissionPolicy
  ) async throws(IntakeRefusal) {
    var verdict = verdict(on: delivery, policy)
    if verdict == .refuse(.notEnoughQuota), await makeRoom(for: delivery, policy) {
      verdict = self.verdict(on: delivery, policy)
    }
    if case .refuse(let code) = verdict { throw .notAdmitted(code) }
  }

  private func verdict(on delivery: Delivery, _ policy: AdmissionPolicy) -> Admission {
    Admission(
      sender: delivery.sender, name: delivery.senderName, origin: delivery.origin,
      textByteCount: delivery.message.text.utf8.count, byteCount: delivery.storedByteCount,
      owner: owner, usage: shares?[SenderKey(delivery)] ?? Admission.Usage(),
      networkUsage: shares?.network ?? Admission.Usage(), policy)
  }

  /// Makes room for a message of a sender that has used up its quota: deletes settled messages of
  /// that sender.
  ///
  /// - Returns: Whether the sender's usage may be different now.
  private func makeRoom(for delivery: Delivery, _ policy: AdmissionPolicy) async -> Bool {
    let sender = SenderKey(delivery)
    let byteCount = delivery.storedByteCount
    let usage = shares?[sender] ?? Admission.Usage()
    // The sender's own messages go first, and those of the whole network only after that.
    let isOwn = !usage.hasRoom(for: byteCount, shares: 1, policy)
    // It takes long to add up all addresses, and an attacker can invent thousands of them.
    guard isOwn || mayCountNetwork() else { return false }
    // A sixteenth at once, so that not every message that follows has to make room again.
    let (messages, bytes) = (policy.unreadMessages / 16, policy.unreadBytes / 16)
    do {
      try await store.forgetSettled(
        of: isOwn ? sender : nil, messageCount: max(messages, 1), byteCount: max(bytes, byteCount))
      if isOwn {
        let usage = try await store.usage(of: sender)
        shares?.replace(with: usage, of: sender)
      } else {
        let usage = try await store.usage()
        shares?.replaceAll(with: usage)
      }
      return true
    } catch {
      return false
    }
  }

  private func mayCountNetwork() -> Bool {
    let now = now()
    if let last = lastNetworkCount, last.duration(to: now) < Self.networkCountInterval {
      return false
    }
    lastNetworkCount = now
    return true
  }

  // MARK: Names

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

extension Delivery {
  /// The same delivery under another identifier.
  fileprivate func with(_ id: MessageID) -> Delivery {
    Delivery(
      id: id, message: message, rawText: rawText, sender: sender, senderName: senderName,
      origin: origin, arrival: arrival)
  }
}

extension Admission.Usage {
  /// What a message takes.
  fileprivate init(_ delivery: Delivery) {
    self.init(messageCount: 1, byteCount: delivery.storedByteCount)
  }
}
