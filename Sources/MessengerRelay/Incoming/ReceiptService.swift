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

  /// Rung when servers have lost messages, which the outbox has queued again.
  let outboxSignal: WakeSignal
  let log: Logger

  private static let listInterval = Duration.seconds(600)
  private static let moveInterval = Duration.seconds(30)
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
    var nextList = ContinuousClock.now
    await signal.answer {
      guard link.connected != nil else { return }
      follower.listen { signal.ring() }
      let isDue = mustList.withLock { mustList in
        defer { mustList = false }
        return mustList || .now >= nextList || follower.hasLost
      }
      var interval = ReceiptService.listInterval
      do {
        if isDue {
          try await list(follower)
          try await findLost()
        } else {
          let live = follower.takeLive()
          try await note(live)
          follower.settle(live)
        }
        if follower.isAhead { interval = ReceiptService.moveInterval }
      } catch {
        log.debug("receipts not noted", metadata: ["why": "\(error)"])
        interval = ReceiptService.retryInterval
      }
      if isDue || nextList > .now + interval { nextList = .now + interval }
      alarm.set(for: nextList)
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
      place = last
    }
  }

  private func note(_ messages: [StreamMessage]) async throws {
    for message in messages {
      let report = StateReport(String(decoding: message.payload, as: UTF8.self))
      let reader = message.subject.sender
      let news = try await outbox.inbox.run { [outbox] _ in
        try outbox.note(report, of: reader, at: .now)
      }
      for entry in news {
        switch entry.outcome {
        case .reached(let state, let answer): receipts.tell(entry.id, state, answer: answer)
        case .refused(let code): receipts.refuse(entry.id, code)
        }
      }
    }
  }

  /// Queues messages again that the servers have confirmed and lost.
  ///
  /// Servers write to the disk after they have confirmed: a power failure of all of them loses the last
  /// messages. This machine still has them.
  private func findLost() async throws {
    let unconfirmed = try await outbox.inbox.run { [outbox] _ in try outbox.unconfirmed() }
    guard let first = unconfirmed.first else { return }
    let sent = SentMessages(host: membership.host.name, link: link, turn: turn)
    let present = try await sent.identifiers(from: first.sequence)
    let lost = unconfirmed.filter { !present.contains($0.id) }
    guard !lost.isEmpty else { return }
    log.warning(
      "the servers do not have messages any more; they are sent again",
      metadata: ["count": "\(lost.count)"])
    try await outbox.inbox.run { [outbox] _ in try outbox.queueAgain(lost.map(\.number)) }
    outboxSignal.ring()
  }
}
