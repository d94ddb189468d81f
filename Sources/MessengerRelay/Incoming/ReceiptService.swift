// SPDX-License-Identifier: Apache-2.0

import AgentSupport
import Fleet
import Inbox
import LinuxSystem
import Logging
import Messages
import Realm
import ServiceLifecycle

/// Notes what other machines report about this machine's messages, and tells the senders that wait.
struct ReceiptService: Service {
  let membership: RelayMembership
  let link: RelayLink
  let outbox: Outbox
  let receipts: ReceiptRegistry
  let turn: ConsumerTurn

  let background: BackgroundService

  /// Called when servers have lost messages, which the outbox has queued again.
  let onQueuedAgain: @Sendable () -> Void
  let log: Logger

  /// The search for lost messages.
  private let search = Guarded((isWanted: false, isRunning: false))

  /// The time between two searches for lost messages while the connection stays up.
  private static let searchInterval = Duration.seconds(3600)

  /// The pause after a failure.
  private static let retryInterval = Duration.seconds(5)

  func run() async throws {
    let signal = WakeSignal()
    let mustList = Guarded(true)
    link.onConnect {
      mustList.withLock { $0 = true }
      signal.ring()
    }
    let follower = PartFollower(
      .receipts(to: membership.host.name), named: "receipts", link: link, outbox: outbox,
      turn: turn, host: membership.host.name)
    await cancelWhenGracefulShutdown { await follow(follower, signal, mustList) }
    follower.close()
  }

  private func follow(
    _ follower: PartFollower, _ signal: WakeSignal, _ mustList: Guarded<Bool>
  ) async {
    let alarm = Alarm(signal)
    var schedule = ListSchedule(at: .now)
    var nextSearch: ContinuousClock.Instant?
    await signal.answer {
      guard link.connected != nil else { return }
      follower.listen { signal.ring() }
      let isNew = mustList.withLock { mustList in
        defer { mustList = false }
        return mustList
      }
      if isNew { nextSearch = nil }
      let isDue = isNew || schedule.isDue(at: .now) || follower.hasLost
      let before = follower.settledCount
      var retry: Duration?
      do {
        // What came live needs no list, and servers may have none for a while.
        try await noteLive(follower)
        if isDue {
          try await list(follower)
          if nextSearch.map({ $0 <= .now }) ?? true {
            startFindingLost()
            nextSearch = .now + ReceiptService.searchInterval
          }
        }
      } catch {
        log.debug("receipts not noted", metadata: ["why": "\(error)"])
        retry = ReceiptService.retryInterval
      }
      schedule.note(
        didList: isDue, settledCount: (before, follower.settledCount), retry: retry, at: .now)
      alarm.set(for: schedule.next)
    }
    alarm.cancel()
  }

  private func list(_ follower: PartFollower) async throws {
    var place: StreamPlace?
    while true {
      let page = try await follower.list(after: place)
      guard let last = page.last else { return }
      try await note(page.messages.filter { !follower.isSettled($0) })
      try await follower.move(to: last)
      guard page.hasMore else { return }
      // What comes live need not wait for thousands of old reports.
      try await noteLive(follower)
      place = last
    }
  }

  private func noteLive(_ follower: PartFollower) async throws {
    let live = follower.takeLive()
    try await note(live)
    follower.settle(live)
  }

  private func note(_ messages: [StreamMessage]) async throws {
    guard !messages.isEmpty else { return }
    let reports = messages.map { message in
      let text = String(decoding: message.payload, as: UTF8.self)
      return (reader: message.subject.sender, states: StateReport(text))
    }
    let news = try await outbox.inbox.run { [outbox] _ in try outbox.note(reports) }
    for entry in news {
      switch entry.outcome {
      case .reached(let state, let answer): receipts.tell(entry.id, state, answer: answer)
      case .refused(let code): receipts.refuse(entry.id, code)
      }
    }
  }

  /// Looks for lost messages beside all else: the list of what this machine has sent may be long, and receipts that
  /// come live need not wait for it.
  private func startFindingLost() {
    let isFirst = search.withLock { search in
      defer { search = (isWanted: true, isRunning: true) }
      return !search.isRunning
    }
    guard isFirst else { return }
    background.start {
      while !Task.isCancelled, isSearchWanted() {
        do { try await findLost() } catch {
          log.debug("lost messages not found", metadata: ["why": "\(error)"])
          search.withLock { $0.isWanted = true }
          await Alarm.wait(for: ReceiptService.retryInterval)
        }
      }
    }
  }

  /// Whether another search is wanted; it counts as begun then.
  private func isSearchWanted() -> Bool {
    search.withLock { search in
      defer { search = (isWanted: false, isRunning: search.isWanted) }
      return search.isWanted
    }
  }

  /// Queues messages again that the servers have confirmed and lost.
  ///
  /// Servers write to the disk after they have confirmed: a power failure of all of them loses the last
  /// messages. This machine still has them.
  private func findLost() async throws {
    try await waitForOutbox()
    let unconfirmed = try await outbox.inbox.run { [outbox] _ in try outbox.unconfirmed() }
    guard let first = unconfirmed.first, let last = unconfirmed.last else { return }
    let sent = SentMessages(host: membership.host.name, link: link, turn: turn)
    let present = try await sent.identifiers(in: first.sequence...last.sequence)
    let lost = unconfirmed.filter { !present.contains($0.id) }
    guard !lost.isEmpty else { return }
    log.warning(
      "the servers do not have messages any more; they are sent again",
      metadata: ["count": "\(lost.count)"])
    try await outbox.inbox.run { [outbox] _ in try outbox.queueAgain(lost.map(\.number)) }
    onQueuedAgain()
  }

  /// Waits until the servers have all messages, for a minute at most: those that they have never had go first.
  private func waitForOutbox() async throws {
    for _ in 0..<60 where !Task.isCancelled {
      guard try await outbox.inbox.run({ [outbox] _ in try outbox.hasUnsent() }) else { return }
      await Alarm.wait(for: .seconds(1))
    }
  }
}
