// SPDX-License-Identifier: Apache-2.0

import Accounts
import Console
import DaemonSupport
import Inbox
import LinuxSystem
import Logging
import Mailslots
import Messages

/// Takes what arrives into the inbox: reads it, admits it, stores it, and tells its sender.
///
/// What one call brings is one transaction, so many messages at once cost hardly more than one.
/// Nobody waits here for a popup.
actor Intake {
  /// What became of one arrival.
  enum Outcome: Equatable {
    /// It is on the disk, now or from an earlier time.
    case stored

    /// It was refused, and will be again.
    case refused(IntakeRefusal)

    /// It could not be stored, which may be different later.
    case failed
  }

  private let inbox: Inbox
  private let settings: AgentSettings
  private let desk: ReceiptRegistry
  private let doorbells: [WakeSignal]
  private let owner: UInt32
  private let trusted: Set<UInt32>
  private let log: Logger
  private var names: SenderNames
  private var shares: SenderShares?
  private var lastNetworkCount: ContinuousClock.Instant?

  /// The account that messngr-gateway runs as: its word on where a message came from is believed.
  private static let gatewayName = "messngr-gateway"

  /// Creates an intake.
  ///
  /// - Parameters:
  ///   - owner: The user whose inbox it is.
  ///   - doorbells: Rung when something new is in the inbox.
  init(
    inbox: Inbox, settings: AgentSettings, desk: ReceiptRegistry, doorbells: [WakeSignal],
    accounts: AccountDatabase, owner: UInt32, log: Logger
  ) {
    self.inbox = inbox
    self.settings = settings
    self.desk = desk
    self.doorbells = doorbells
    names = SenderNames(accounts)
    self.owner = owner
    let gateway = accounts.account(named: Intake.gatewayName)
    trusted = Set([0, owner] + (gateway.map { [$0.userID] } ?? []))
    self.log = log
  }

  /// Where a task stores messages best.
  nonisolated var executor: any TaskExecutor { inbox.executor }

  /// Takes arrivals in, in their order.
  ///
  /// - Returns: What became of each. Every sender that waits for it has been told.
  func take(_ arrivals: [Arrival]) async -> [Outcome] {
    let batch = await admit(arrivals)
    return await answer(batch, await store(batch))
  }

  /// Reads arrivals and decides which of them are taken; those who are refused are told.
  ///
  /// - Parameter batch: What was admitted before, and is to be stored with them.
  func admit(
    _ arrivals: [Arrival], behind batch: IntakeBatch = IntakeBatch()
  ) async -> IntakeBatch {
    if shares == nil {
      let counted = await countShares()
      // Another task may have counted, and admitted messages, meanwhile.
      if shares == nil { shares = counted }
    }
    let configuration = settings.configuration
    let page = OEMText(codePage: configuration.codePage)
    var batch = batch
    for arrival in arrivals {
      do throws(IntakeRefusal) {
        let senderName =
          if let name = names.rememberedName(of: arrival.sender) { name } else {
            await findName(of: arrival.sender)
          }
        let delivery = try arrival.delivery(senderName: senderName, trusting: trusted) {
          page?.decode($0) ?? String(decoding: $0, as: UTF8.self)
        }
        var verdict = verdict(on: delivery, configuration)
        if verdict == .refuse(.notEnoughQuota), await makeRoom(for: delivery, configuration) {
          verdict = self.verdict(on: delivery, configuration)
        }
        if case .refuse(let code) = verdict { throw .notAdmitted(code: code.rawValue) }
        if delivery.message.attributes.isProbe {
          desk.confirm(probedAs: Version.text, on: arrival.descriptor)
          batch.append(arrival, .stored)
        } else {
          shares?.admit(delivery)
          batch.append(arrival, delivery)
        }
      } catch {
        log.debug("refused", metadata: ["uid": "\(arrival.sender)", "why": "\(error)"])
        desk.refuse(error.code, on: arrival.descriptor)
        batch.append(arrival, .refused(error))
      }
    }
    return batch
  }

  /// Stores what was admitted, in one transaction; `nil` when that is not possible.
  ///
  /// Nothing else of the intake waits for it.
  nonisolated func store(_ batch: IntakeBatch) async -> [StoreResult]? {
    let deliveries = batch.deliveries
    guard !deliveries.isEmpty else { return [] }
    do {
      return try await inbox.run { inbox in try inbox.store(deliveries) }
    } catch {
      log.error("not stored", metadata: ["count": "\(deliveries.count)", "why": "\(error)"])
      return nil
    }
  }

  /// Tells senders what became of their messages, and everybody else that there is something new.
  ///
  /// - Parameter results: What ``store(_:)`` said.
  /// - Returns: What became of each arrival.
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
      await desk.catchUp(with: inbox)
      for wakeSignal in doorbells { wakeSignal.ring() }
    } else {
      for (index, delivery) in zip(batch.indices, batch.deliveries) {
        shares?.settle(delivery, isStored: false)
        desk.refuse(1816, on: batch.arrivals[index].descriptor)
        outcomes[index] = .failed
      }
    }
    return outcomes
  }

  /// Tells a sender what became of its message.
  ///
  /// - Returns: Whether it is in the inbox.
  private func answer(
    _ result: StoreResult, _ delivery: Delivery, on descriptor: PassedDescriptor?
  ) async -> Bool {
    switch result {
    case .stored:
      shares?.settle(delivery, isStored: true)
      desk.answer(.reached(.stored, answer: nil), to: delivery, on: descriptor)
    case .duplicate(_, let state, let answer):
      shares?.settle(delivery, isStored: false)
      desk.answer(.reached(state, answer: answer), to: delivery, on: descriptor)
    case .identifierTaken:
      // Somebody else's message has this identifier, by accident or on purpose. This one is no
      // less a message for that.
      let renamed = delivery.with(MessageID())
      guard let results = try? await inbox.run({ inbox in try inbox.store([renamed]) }),
        case .stored = results.first
      else {
        shares?.settle(delivery, isStored: false)
        desk.refuse(1816, on: descriptor)
        return false
      }
      shares?.settle(delivery, isStored: true)
      desk.answer(.reached(.stored, answer: nil), to: renamed, on: descriptor)
    }
    return true
  }

  // MARK: Admission

  private func verdict(on delivery: Delivery, _ configuration: AgentConfiguration) -> Admission {
    Admission(
      sender: delivery.sender, name: delivery.senderName, origin: delivery.origin,
      textByteCount: delivery.message.text.utf8.count, byteCount: delivery.storedByteCount,
      owner: owner, usage: shares?[SenderKey(delivery)] ?? Admission.Usage(),
      networkUsage: shares?.network ?? Admission.Usage(), configuration)
  }

  /// What each sender has in the inbox; `nil` when the inbox cannot say, so that nobody is refused.
  private func countShares() async -> SenderShares? {
    try? await SenderShares(inbox.run { inbox in try inbox.shares() })
  }

  /// Makes room for a message of a sender that has used up its quota: messages of its own go that
  /// are settled.
  ///
  /// - Returns: Whether what is known of the sender's share may be different now.
  private func makeRoom(
    for delivery: Delivery, _ configuration: AgentConfiguration
  ) async -> Bool {
    let sender = SenderKey(delivery)
    let byteCount = delivery.storedByteCount
    let usage = shares?[sender] ?? Admission.Usage()
    // Whoever has no room of its own is asked for it, and the network as a whole only after that.
    let isOwn = !usage.hasRoom(for: byteCount, shares: 1, configuration)
    let whose = isOwn ? sender : nil
    // To add up what all addresses have takes a while, where anybody can invent thousands of them.
    guard isOwn || mayCountNetwork() else { return false }
    // A sixteenth at once, so that not every message that follows has to make room again.
    let (messages, bytes) = (configuration.unreadMessages / 16, configuration.unreadBytes / 16)
    let counted = try? await inbox.run { inbox in
      _ = try inbox.forgetSettled(
        of: whose, messageCount: max(messages, 1), byteCount: max(bytes, byteCount))
      return (share: try inbox.share(of: sender), all: isOwn ? nil : try inbox.shares())
    }
    guard let counted else { return false }
    if let all = counted.all { shares?.set(all) } else { shares?.set(counted.share) }
    return true
  }

  private func mayCountNetwork() -> Bool {
    if let lastNetworkCount, lastNetworkCount.duration(to: .now) < .seconds(1) { return false }
    lastNetworkCount = .now
    return true
  }

  /// A directory service may take its time, and not that of all who want something of the inbox.
  private nonisolated func findName(of userID: UInt32) async -> String {
    await withTaskExecutorPreference(Workers.current) { await elsewhere(userID) }
  }

  @concurrent private nonisolated func elsewhere(_ userID: UInt32) async -> String {
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
