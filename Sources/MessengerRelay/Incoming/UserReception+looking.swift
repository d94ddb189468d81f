// SPDX-License-Identifier: Apache-2.0

import Accounts
import Fleet
import LinuxSystem
import Logging
import MessageDelivery
import Messages
import Realm

extension UserReception {
  /// How old a message to all users may be for a user who is new on this machine.
  private static let announcementAge: Int64 = 86_400

  /// Brings what the stream has behind the noted positions.
  func listAll() async -> Outcome {
    do {
      let (read, lastReading) = try await readElsewhere()
      var outcome = Outcome.done
      for (index, follower) in messages.enumerated() where outcome == .done {
        outcome = try await list(follower, isForEveryone: index > 0, without: read)
      }
      if outcome == .done { outcome = await mark(read) }
      if outcome == .done, let lastReading { try await readings.move(to: lastReading) }
      return outcome
    } catch {
      log.debug("not listed", metadata: ["user": "\(agent.account.name)", "why": "\(error)"])
      return .failed
    }
  }

  /// Brings what has come live.
  func takeLive() async -> Outcome {
    for follower in messages {
      let live = follower.takeLive()
      let (outcome, settledCount) = await deliver(live)
      follower.settle(live.prefix(settledCount).map(\.sequence))
      guard outcome == .done else { return outcome }
    }
    let live = readings.takeLive()
    let outcome = await mark(StateReport(live.flatMap(entriesFromElsewhere)))
    if outcome == .done { readings.settle(live.map(\.sequence)) }
    return outcome
  }

  // MARK: Messages

  private func list(
    _ follower: PartFollower, isForEveryone: Bool, without read: StateReport
  ) async throws -> Outcome {
    let known = Set(read.entries.map(\.id))
    let isFirst = try await follower.position == 0
    var position: UInt64?
    while true {
      let listed = try await follower.list(after: position)
      guard let last = listed.last else { return .done }
      let wanted = listed.filter { message in
        guard !follower.isSettled(message) else { return false }
        return !(isForEveryone && isFirst && isOld(message))
          && !(IncomingMessage(message).map { known.contains($0.id) } ?? false)
      }
      let (outcome, settledCount) = await deliver(wanted)
      if settledCount == wanted.count {
        try await follower.move(to: last.sequence)
      } else if let end = wanted.prefix(settledCount).last {
        try await follower.move(to: end.sequence)
      }
      guard outcome == .done else { return outcome }
      guard listed.count == PartFollower.batchSize else { return .done }
      position = last.sequence
    }
  }

  private func isOld(_ message: StreamMessage) -> Bool {
    guard let sent = IncomingMessage.sendingTime(of: message) else { return true }
    return sent.advanced(bySeconds: UserReception.announcementAge) < .now
  }

  /// Delivers messages, and tells the machines from which they come.
  ///
  /// - Returns: What this has led to, and how many of the messages, from the first one on, are settled.
  private func deliver(_ messages: [StreamMessage]) async -> (Outcome, settledCount: Int) {
    var (settledCount, rest) = (0, messages[...])
    while !rest.isEmpty {
      let batch = Array(rest.prefix(UserReception.batchSize))
      let (outcome, count) = await deliverBatch(batch)
      settledCount += count
      guard outcome == .done else { return (outcome, settledCount) }
      rest = rest.dropFirst(batch.count)
    }
    return (.done, settledCount)
  }

  /// How many messages are in the agent's mailslot at once.
  private static let batchSize = 64

  private func deliverBatch(
    _ batch: [StreamMessage]
  ) async -> (Outcome, settledCount: Int) {
    let incoming = batch.map { IncomingMessage($0) }
    let outcomes = await agent.deliver(incoming.compactMap { $0?.body })
    var (states, next, settledCount) = ([String: StateReport](), 0, 0)
    var result = Outcome.done
    for (message, original) in zip(incoming, batch) {
      guard let message else {
        // It would be refused again.
        log.warning("a message that is none", metadata: ["from": "\(original.subject.address)"])
        settledCount += 1
        continue
      }
      let outcome = outcomes[next]
      next += 1
      guard let entry = StateReport.Entry(message.id, outcome) else {
        result = outcome == .absent ? .absent : .failed
        break
      }
      states[message.host, default: StateReport()].entries.append(entry)
      settledCount += 1
    }
    // Before the sender's machine knows, nothing is settled.
    return await publish(states) ? (result, settledCount) : (.failed, 0)
  }

  private func publish(_ states: [String: StateReport]) async -> Bool {
    guard !states.isEmpty else { return true }
    guard let client = link.connected else { return false }
    let results = await withCheckedContinuation { waiting in
      let collection = PublishCollection(count: states.count) { waiting.resume(returning: $0) }
      for (index, (host, report)) in states.enumerated() {
        client.stream.publish(
          report, from: agent.account.name, at: membership.host.name, to: host,
          id: "\(MessageID())"
        ) { collection.note($0, at: index) }
      }
    }
    return results.allSatisfy { result in
      switch result {
      case .success: true
      case .failure(let error): error.refusal != nil
      }
    }
  }

  // MARK: Other machines of the user

  /// What the user has done on other machines since the last look.
  ///
  /// - Returns: It, and the last place that was looked at.
  private func readElsewhere() async throws -> (StateReport, last: UInt64?) {
    var report = StateReport()
    var position: UInt64?
    while true {
      let listed = try await readings.list(after: position)
      report.entries += listed.flatMap(entriesFromElsewhere)
      position = listed.last?.sequence ?? position
      guard listed.count == PartFollower.batchSize else { return (report, position) }
    }
  }

  private func entriesFromElsewhere(_ message: StreamMessage) -> [StateReport.Entry] {
    guard message.subject.host != membership.host.name.text else { return [] }
    let report = StateReport(String(decoding: message.payload, as: UTF8.self))
    return report.entries.filter { entry in
      guard case .reached(let state, _) = entry.outcome else { return false }
      return [.read, .answered, .dismissed].contains(state)
    }
  }

  /// Tells the agent what the user has done elsewhere.
  private func mark(_ report: StateReport) async -> Outcome {
    var rest = report.entries[...]
    while !rest.isEmpty {
      let part = StateReport(Array(rest.prefix(StateReport.maximumCount)))
      switch await agent.tell(part) {
      case .absent: return .absent
      case .undecided: return .failed
      case .reached, .spooled, .refused: break
      }
      rest = rest.dropFirst(StateReport.maximumCount)
    }
    return .done
  }
}

extension StateReport.Entry {
  /// What an agent has said about a message; `nil` where it has said nothing.
  fileprivate init?(_ id: MessageID, _ outcome: UserDelivery.Outcome) {
    switch outcome {
    case .reached(let state, let answer):
      self.init(id, StateReport.Outcome.reached(state, answer: answer))
    case .refused(let code): self.init(id, StateReport.Outcome.refused(code))
    case .spooled: self.init(id, StateReport.Outcome.reached(.stored, answer: nil))
    case .absent, .undecided: return nil
    }
  }
}
