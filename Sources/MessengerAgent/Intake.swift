// SPDX-License-Identifier: Apache-2.0

import Console
import Hosting
import Inbox
import Logging
import Mailslots
import Messages
import Places

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
    case refused(Refusal)

    /// It could not be stored, which may be different later.
    case failed
  }

  private let inbox: Inbox
  private let settings: AgentSettings
  private let desk: ReceiptDesk
  private let doorbells: [Doorbell]
  private let owner: UInt32
  private let trusted: Set<UInt32>
  private let log: Logger
  private var names: SenderNames
  private var unread: UnreadShares?
  private var lastCount: ContinuousClock.Instant?

  /// The account that messngr-gateway runs as: its word on where a message came from is believed.
  private static let gatewayName = "messngr-gateway"

  /// How often the inbox is asked again what a sender has there.
  private static let countInterval = Duration.seconds(5)

  /// Creates an intake.
  ///
  /// - Parameters:
  ///   - owner: The user whose inbox it is.
  ///   - doorbells: Rung when something new is in the inbox.
  init(
    inbox: Inbox, settings: AgentSettings, desk: ReceiptDesk, doorbells: [Doorbell],
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

  /// Takes arrivals in, in their order.
  ///
  /// - Returns: What became of each. Every sender that waits for it has been told.
  func take(_ arrivals: [Arrival]) async -> [Outcome] {
    let configuration = settings.configuration
    var admitted: [(index: Int, delivery: Delivery)] = []
    var outcomes = [Outcome](repeating: .stored, count: arrivals.count)
    for (index, arrival) in arrivals.enumerated() {
      do throws(Refusal) {
        let delivery = try await admit(arrival, configuration)
        if delivery.message.attributes.isProbe {
          desk.confirm(probedAs: Version.text, on: arrival.descriptor)
        } else {
          unread?.add(delivery)
          admitted.append((index, delivery))
        }
      } catch {
        log.debug("refused", metadata: ["uid": "\(arrival.sender)", "why": "\(error)"])
        desk.refuse(error.code, on: arrival.descriptor)
        outcomes[index] = .refused(error)
      }
    }
    guard !admitted.isEmpty else { return outcomes }
    do {
      let results = try await store(admitted.map(\.delivery))
      for ((index, delivery), result) in zip(admitted, results) {
        if await !answer(result, delivery, arrivals[index]) { outcomes[index] = .failed }
      }
      await desk.catchUp(with: inbox)
      for doorbell in doorbells { doorbell.ring() }
    } catch {
      log.error("not stored", metadata: ["count": "\(admitted.count)", "why": "\(error)"])
      for (index, delivery) in admitted {
        unread?.remove(delivery)
        desk.refuse(1816, on: arrivals[index].descriptor)
        outcomes[index] = .failed
      }
    }
    return outcomes
  }

  private func store(_ deliveries: [Delivery]) async throws -> [StoreResult] {
    try await inbox.run { inbox in
      try inbox.store(deliveries)
    }
  }

  /// Tells a sender what became of its message.
  ///
  /// - Returns: Whether it is in the inbox.
  private func answer(
    _ result: StoreResult, _ delivery: Delivery, _ arrival: Arrival
  ) async -> Bool {
    switch result {
    case .stored:
      desk.answer(.reached(.stored, answer: nil), to: delivery, on: arrival.descriptor)
    case .duplicate(_, let state, let answer):
      unread?.remove(delivery)
      desk.answer(.reached(state, answer: answer), to: delivery, on: arrival.descriptor)
    case .identifierTaken:
      // Somebody else's message has this identifier, by accident or on purpose. This one is no
      // less a message for that.
      let renamed = delivery.with(MessageID())
      guard let results = try? await store([renamed]), case .stored = results.first else {
        unread?.remove(delivery)
        desk.refuse(1816, on: arrival.descriptor)
        return false
      }
      desk.answer(.reached(.stored, answer: nil), to: renamed, on: arrival.descriptor)
    }
    return true
  }

  // MARK: Admission

  private func admit(
    _ arrival: Arrival, _ configuration: AgentConfiguration
  ) async throws(Refusal) -> Delivery {
    let senderName = names.name(of: arrival.sender)
    let page = OEMText(codePage: configuration.codePage)
    let delivery = try arrival.delivery(senderName: senderName, trusting: trusted) {
      page?.decode($0) ?? String(decoding: $0, as: UTF8.self)
    }
    var verdict: Admission = await verdict(on: delivery, configuration)
    if verdict == .refuse(.notEnoughQuota), await countAgain() {
      verdict = await self.verdict(on: delivery, configuration)
    }
    switch verdict {
    case .refuse(let code): throw .notAdmitted(code: code.rawValue)
    case .admit: return delivery
    }
  }

  private func verdict(
    on delivery: Delivery, _ configuration: AgentConfiguration
  ) async -> Admission {
    if unread == nil { _ = await countAgain() }
    return Admission(
      sender: delivery.sender, name: delivery.senderName, origin: delivery.origin,
      byteCount: delivery.message.text.utf8.count, owner: owner,
      usage: unread?[delivery] ?? Admission.Usage(), configuration)
  }

  /// Asks the inbox what everybody has there unread; what was read meanwhile makes room.
  ///
  /// - Returns: Whether it was asked: not more often than every few seconds.
  private func countAgain() async -> Bool {
    let now = ContinuousClock.now
    if let lastCount, lastCount.duration(to: now) < Intake.countInterval { return false }
    lastCount = now
    guard let shares = try? await inbox.run({ inbox in try inbox.unreadBySender() }) else {
      return false
    }
    unread = UnreadShares(shares)
    return true
  }
}

extension Delivery {
  /// The same delivery under another identifier.
  fileprivate func with(_ id: MessageID) -> Delivery {
    Delivery(
      id: id, message: message, rawText: rawText, sender: sender, senderName: senderName,
      origin: origin, arrival: arrival)
  }
}
