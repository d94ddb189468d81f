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
///
/// A message does not wait for the answers to those before it.
struct OutboxService: Service {
  let outbox: Outbox
  let membership: RelayMembership
  let link: RelayLink
  let receipts: ReceiptRegistry
  let presence: PresenceQuestion
  let unlisted: UnlistedRecipients
  let background: BackgroundService
  let sent: SentMessages

  /// What servers answer, and wishes to look at all messages that wait.
  let answers: PublishAnswers<InboxRecord>

  /// Rung when the outbox has something new.
  let signal: WakeSignal
  let log: Logger

  /// The messages that servers say they have, and have not: the next attempt has another identifier there.
  private let doubted = Guarded<Set<MessageID>>([])

  /// The time between two deletions of messages that are over.
  private static let pruneInterval = Duration.seconds(86_400)

  /// How long a message is kept that a reader has: its sender may still wait for its answer.
  private static let age: Int64 = 7 * 86_400

  /// How long a message is kept that only servers have: they keep it no longer.
  private static let keptAge: Int64 = 30 * 86_400

  /// How long the machines have to report a message before they are asked whether they have its recipient.
  private static let presentTime = Duration.milliseconds(20)

  func run() async throws {
    let alarm = Alarm(signal)
    link.onConnect {
      answers.restart()
      signal.ring()
    }
    await cancelWhenGracefulShutdown {
      // What the intake has stored is found on the same thread.
      await withTaskExecutorPreference(outbox.inbox.executor) { await publish(alarm) }
    }
    alarm.cancel()
  }

  private func publish(_ alarm: Alarm) async {
    var flight = OutboxFlight()
    var pause = RetryPause()
    var retryTime: ContinuousClock.Instant?
    var lastPrune: ContinuousClock.Instant?
    await signal.answer {
      do {
        let (news, mustRestart) = answers.take()
        for answer in news { flight.end(answer.item.number) }
        let (kept, hasFailed) = await settle(news)
        // Where one message fails, most others would, too: they wait with it.
        if hasFailed, retryTime == nil { retryTime = .now + pause.next() }
        if !hasFailed, !news.isEmpty { pause.reset() }
        if mustRestart || retryTime.map({ $0 <= .now }) ?? false {
          flight.restart()
          retryTime = nil
        }
        try await publishNext(&flight, behind: kept, mayPublish: retryTime == nil, alarm)
        if let retryTime { alarm.set(for: retryTime) }
        if lastPrune.map({ $0.duration(to: .now) > OutboxService.pruneInterval }) ?? true {
          lastPrune = .now
          try await prune()
        }
      } catch {
        log.error("outbox not published", metadata: ["why": "\(error)"])
        answers.restart()
        alarm.set(for: .now + RetryPause.longest)
      }
    }
  }

  /// Notes what servers keep, and publishes what waits, as far as there is room on the way.
  private func publishNext(
    _ flight: inout OutboxFlight, behind kept: [Kept], mayPublish: Bool, _ alarm: Alarm
  ) async throws {
    var kept = kept
    while true {
      let client = mayPublish ? link.connected : nil
      let (last, limit) = (flight.last, client == nil ? 0 : flight.room)
      let underway = flight.underway
      let next = try await outbox.inbox.run { [outbox, kept] _ in
        try outbox.noteKept(kept.map { ($0.record.number, $0.sequence) })
        return try outbox.next(after: last, limit: limit, now: .now, underway: underway)
      }
      // A sender may have begun to wait after the servers had answered.
      for message in kept { receipts.tell(message.record.delivery.id, .kept) }
      kept = []
      // They never left this machine, so they have reached no reader.
      for id in next.expired { receipts.refuse(id, .timedOut) }
      if let expiry = next.expiry {
        // Its sender may wait, and no connection may come before that.
        alarm.set(for: .now + .milliseconds(max(0, expiry.milliseconds(since: .now))))
      }
      guard let client, !next.unsent.isEmpty else { return }
      let addressed = next.unsent.map { record in
        Addressed(
          record: record, address: RealmAddress(record.delivery.message.to, in: membership.realm))
      }
      let ready = flight.begin(addressed, by: \.record.number, where: isReady)
      // A server may be slow to take what is sent.
      await withTaskExecutorPreference(Workers.current) { await publish(ready, on: client.stream) }
      if next.unsent.count < limit { return }
    }
  }

  /// A message, and to whom it goes; `nil` where that is no user of the realm.
  private struct Addressed {
    let record: InboxRecord
    let address: RealmAddress?
  }

  /// Whether a message can go now; while the machines are asked whether its recipient exists, it waits.
  private func isReady(_ message: Addressed) -> Bool {
    guard let user = message.address.flatMap(membership.unlistedUser) else { return true }
    return unlisted.exists(user) { exists in
      if !exists { await refuse(message.record, .nameNotFound) }
      answers.restart()
      signal.ring()
    } ?? false
  }

  @concurrent private func publish(_ messages: [Addressed], on stream: RealmStream) async {
    answers.expect(messages.count)
    for message in messages { publish(message, on: stream) }
  }

  /// Publishes a message; its answer rings the signal.
  private func publish(_ message: Addressed, on stream: RealmStream) {
    let record = message.record
    let id = record.delivery.id
    let conclude = { @Sendable [receipts, answers, signal] (result: Result<UInt64, StreamError>) in
      // A sender that waits need not wait for this disk, too.
      if case .success = result { receipts.tell(id, .kept) }
      if answers.add((record, result)) { signal.ring() }
    }
    guard let address = message.address,
      let subject = FleetSubject(
        .message, to: address.user, from: record.delivery.senderName,
        at: membership.host.name.text),
      let payload = try? record.payload
    else { return conclude(.failure(.refused(code: 400, text: "not a message"))) }
    let isDoubted = doubted.withLock { $0.contains(id) }
    stream.publish(payload, to: subject, id: isDoubted ? "\(id) \(MessageID())" : "\(id)", conclude)
  }

  // MARK: Answers

  private typealias Answer = PublishAnswers<InboxRecord>.Answer

  /// A message that servers keep, and its place in the stream.
  private typealias Kept = (record: InboxRecord, sequence: UInt64)

  /// Decides what becomes of messages to which servers have answered.
  ///
  /// - Returns: The messages that servers keep, and whether one has to be tried again.
  private func settle(
    _ answers: [Answer]
  ) async -> (kept: [Kept], hasFailed: Bool) {
    var kept: [Kept] = []
    var hasFailed = false
    for (record, result) in await checked(answers) {
      switch result {
      case .success(let sequence):
        doubted.withLock { _ = $0.remove(record.delivery.id) }
        kept.append((record, sequence))
      case .failure(let error):
        if let code = error.refusal {
          log.error("a server refuses a message", metadata: ["why": "\(error)"])
          await refuse(record, code)
        } else {
          hasFailed = true
          log.debug("not published", metadata: ["why": "\(error)"])
        }
      }
    }
    tellAway(kept.map(\.record))
    return (kept, hasFailed)
  }

  /// Looks for the messages that servers say they have already.
  private func checked(_ answers: [Answer]) async -> [Answer] {
    let places = answers.compactMap { _, result in
      if case .failure(.duplicate(let sequence)) = result { sequence } else { nil }
    }
    guard let first = places.min(), let last = places.max() else { return answers }
    let present: Set<MessageID>
    do { present = try await sent.identifiers(in: first...last) } catch { return answers }
    return answers.map { record, result in
      guard case .failure(.duplicate(let sequence)) = result else { return (record, result) }
      if present.contains(record.delivery.id) { return (record, .success(sequence)) }
      doubted.withLock { _ = $0.insert(record.delivery.id) }
      return (record, result)
    }
  }

  /// Notes that no machine will get a message, and tells its sender.
  private func refuse(_ record: InboxRecord, _ code: Win32Error) async {
    do {
      try await outbox.inbox.run { [outbox] _ in try outbox.noteRefused(record.number, code) }
      receipts.refuse(record.delivery.id, code)
    } catch {
      log.error("refusal not noted", metadata: ["why": "\(error)"])
    }
  }

  /// Tells senders that wait when their recipient is on no machine.
  private func tellAway(_ records: [InboxRecord]) {
    let awaited = records.filter { receipts.isAwaited($0.delivery.id) }
    guard !awaited.isEmpty else { return }
    background.start { [presence, receipts, membership] in
      // Most recipients are present, and then the machines need no question.
      await Alarm.wait(for: OutboxService.presentTime)
      let recipients = Dictionary(grouping: awaited.filter { receipts.isAwaited($0.delivery.id) }) {
        RealmAddress($0.delivery.message.to, in: membership.realm)?.user
      }
      await withDiscardingTaskGroup { group in
        for case (let user?, let records) in recipients {
          group.addTask {
            let isAway =
              user == HostPermissions.everyone ? true : await presence.ask(about: user) == .absent
            guard isAway else { return }
            for record in records { receipts.tellAway(record.delivery.id, .kept) }
          }
        }
      }
    }
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
