// SPDX-License-Identifier: Apache-2.0

import AgentSupport
import Fleet
import Inbox
import LinuxSystem
import Logging
import Messages
import Realm
import ServiceLifecycle

/// Publishes what waits in the outbox, as soon as there is a connection.
struct OutboxService: Service {
  let outbox: Outbox
  let membership: RelayMembership
  let link: RelayLink
  let receipts: ReceiptRegistry
  let presence: PresenceQuestion
  let unlisted: UnlistedRecipients
  let background: BackgroundService
  let sent: SentMessages

  /// Rung when the outbox has something new.
  let signal: WakeSignal
  let log: Logger

  /// The messages that servers say they have, and have not: the next attempt has another identifier there.
  private let doubted = Guarded<Set<MessageID>>([])

  /// How many messages are on the way at once.
  private static let batchSize = 512

  /// The pause after a failure; each further one is twice as long.
  private static let shortestPause = Duration.milliseconds(250)

  private static let longestPause = Duration.seconds(15)

  /// The time between two deletions of messages that are over.
  private static let pruneInterval = Duration.seconds(86_400)

  /// How long a message is kept that a reader has: its sender may still wait for its answer.
  private static let age: Int64 = 7 * 86_400

  /// How long a message is kept that only servers have: they keep it no longer.
  private static let keptAge: Int64 = 30 * 86_400

  func run() async throws {
    let alarm = Alarm(signal)
    link.onConnect { signal.ring() }
    await cancelWhenGracefulShutdown { await publish(alarm) }
    alarm.cancel()
  }

  private func publish(_ alarm: Alarm) async {
    var pause = OutboxService.shortestPause
    var lastPrune: ContinuousClock.Instant?
    await signal.answer {
      do {
        let isDone = try await publishAll()
        if isDone {
          pause = OutboxService.shortestPause
        } else {
          alarm.set(for: .now + pause)
          pause = min(pause * 2, OutboxService.longestPause)
        }
        if let expiry = try await outbox.inbox.run({ [outbox] _ in try outbox.nextExpiry() }) {
          // Its sender may wait, and no connection may come before that.
          alarm.set(for: .now + .milliseconds(max(0, expiry.milliseconds(since: .now))))
        }
        if lastPrune.map({ $0.duration(to: .now) > OutboxService.pruneInterval }) ?? true {
          lastPrune = .now
          try await prune()
        }
      } catch {
        log.error("outbox not published", metadata: ["why": "\(error)"])
        alarm.set(for: .now + OutboxService.longestPause)
      }
    }
  }

  /// Publishes all that waits.
  ///
  /// - Returns: Whether nothing waits any more.
  private func publishAll() async throws -> Bool {
    for id in try await outbox.inbox.run({ [outbox] _ in try outbox.expire(now: .now) }) {
      // It never left this machine, so it has reached no reader.
      receipts.refuse(id, .timedOut)
    }
    var isDone = true
    var last: Int64 = 0
    while let client = link.connected {
      let records = try await outbox.inbox.run { [outbox, last] _ in
        try outbox.unsent(after: last, limit: OutboxService.batchSize, now: .now)
      }
      guard let end = records.last else { break }
      last = end.number
      if try await !publish(records.filter(isReady), on: client.stream) { isDone = false }
    }
    return try await publishReports() && isDone
  }

  /// Whether a message can go now; while the machines are asked whether its recipient exists, it waits.
  private func isReady(_ record: InboxRecord) -> Bool {
    guard let user = membership.unlistedUser(in: record.delivery.message.to) else { return true }
    return unlisted.exists(user) { exists in
      if !exists { await refuse(record, .nameNotFound) }
      signal.ring()
    } ?? false
  }

  // MARK: Messages

  /// Publishes messages, all at once, and notes what became of them.
  ///
  /// - Returns: Whether none has to be tried again.
  private func publish(_ records: [InboxRecord], on stream: RealmStream) async throws -> Bool {
    let results = await PublishCollection.answers(to: records) { record, note in
      guard let address = RealmAddress(record.delivery.message.to, in: membership.realm),
        let subject = FleetSubject(
          .message, to: address.user, from: record.delivery.senderName,
          at: membership.host.name.text),
        let payload = try? record.payload
      else { return note(.failure(.refused(code: 400, text: "not a message"))) }
      let id = record.delivery.id
      let isDoubted = doubted.withLock { $0.contains(id) }
      stream.publish(
        payload, to: subject, id: isDoubted ? "\(id) \(MessageID())" : "\(id)", note)
    }
    var places: [Int64: UInt64] = [:]
    var kept: [InboxRecord] = []
    var isDone = true
    for (record, result) in zip(records, try await checked(results, of: records)) {
      switch result {
      case .success(let sequence):
        places[record.number] = sequence
        doubted.withLock { _ = $0.remove(record.delivery.id) }
        kept.append(record)
        receipts.tell(record.delivery.id, .kept)
      case .failure(let error):
        if let code = error.refusal {
          log.error("a server refuses a message", metadata: ["why": "\(error)"])
          await refuse(record, code)
        } else {
          isDone = false
          log.debug("not published", metadata: ["why": "\(error)"])
        }
      }
    }
    try await outbox.inbox.run { [outbox, places] _ in try outbox.noteKept(places) }
    tellAway(kept.filter { receipts.isAwaited($0.delivery.id) })
    return isDone
  }

  /// Looks for the messages that servers say they have already.
  private func checked(
    _ results: [PublishCollection.Answer], of records: [InboxRecord]
  ) async throws -> [PublishCollection.Answer] {
    let places = results.compactMap { result in
      if case .failure(.duplicate(let sequence)) = result { sequence } else { nil }
    }
    guard let first = places.min() else { return results }
    let present: Set<MessageID>
    do { present = try await sent.identifiers(from: first) } catch { return results }
    return zip(results, records).map { result, record in
      guard case .failure(.duplicate(let sequence)) = result else { return result }
      if present.contains(record.delivery.id) { return .success(sequence) }
      doubted.withLock { _ = $0.insert(record.delivery.id) }
      return result
    }
  }

  /// Notes that no machine will get a message, and tells its sender.
  private func refuse(_ record: InboxRecord, _ code: Win32Error) async {
    do {
      try await outbox.inbox.run { [outbox] _ in
        try outbox.noteRefused(record.number, code, at: .now)
      }
      receipts.refuse(record.delivery.id, code)
    } catch {
      log.error("refusal not noted", metadata: ["why": "\(error)"])
    }
  }

  /// Tells senders that wait when their recipient is on no machine.
  private func tellAway(_ records: [InboxRecord]) {
    let recipients = Dictionary(grouping: records) { record in
      RealmAddress(record.delivery.message.to, in: membership.realm)?.user
    }
    for case (let user?, let records) in recipients {
      background.start { [presence, receipts] in
        let isAway =
          user == HostPermissions.everyone ? true : await presence.ask(about: user) == .absent
        guard isAway else { return }
        for record in records { receipts.tellAway(record.delivery.id, .kept) }
      }
    }
  }

  // MARK: Reports

  /// Publishes what agents of this machine report.
  ///
  /// - Returns: Whether none has to be tried again.
  private func publishReports() async throws -> Bool {
    while let client = link.connected {
      let reports = try await outbox.inbox.run { [outbox] _ in
        try outbox.reports(limit: OutboxService.batchSize)
      }
      guard !reports.isEmpty else { return true }
      let results = await PublishCollection.answers(to: reports) { report, note in
        client.stream.publish(
          report.states, from: report.reader, at: membership.host.name, to: report.host,
          id: "\(membership.host.name) \(report.number)", note)
      }
      let over = zip(reports, results).filter { _, result in
        switch result {
        case .success: true
        case .failure(let error): error.refusal != nil
        }
      }.map(\.0.number)
      try await outbox.inbox.run { [outbox, over] _ in try outbox.remove(over) }
      if over.count < reports.count { return false }
    }
    return true
  }

  private func prune() async throws {
    let now = UnixTime.now
    let count = try await outbox.inbox.run { [outbox] _ in
      try outbox.forget(
        over: now.advanced(bySeconds: -OutboxService.age),
        kept: now.advanced(bySeconds: -OutboxService.keptAge))
    }
    if count > 0 { log.info("messages that are over deleted", metadata: ["count": "\(count)"]) }
  }
}
