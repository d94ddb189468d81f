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

  /// What became of messages for the agent.
  private struct Delivered {
    var outcome = Outcome.done

    /// The messages that are with the agent, or that it refuses for good.
    var settled: [StreamMessage] = []

    mutating func add(_ other: Delivered) {
      settled += other.settled
      if other.outcome != .done { outcome = other.outcome }
    }
  }

  /// Brings what the stream has behind the noted positions.
  func listAll() async -> Outcome {
    do {
      let (read, lastReading) = try await readElsewhere()
      var outcome = Outcome.done
      for (index, follower) in messages.enumerated() where outcome.canGoOn {
        let listed = try await list(follower, isForEveryone: index > 0, without: read)
        if listed != .done { outcome = listed }
      }
      guard outcome.canGoOn else { return outcome }
      let marked = await mark(read)
      guard marked == .done else { return marked }
      if let lastReading { try await readings.move(to: lastReading) }
      return outcome
    } catch {
      log.debug("not listed", metadata: ["user": "\(agent.account.name)", "why": "\(error)"])
      return .failed
    }
  }

  /// Brings what has come live.
  func takeLive() async -> Outcome {
    var outcome = Outcome.done
    for follower in messages where outcome.canGoOn {
      let delivered = await deliver(follower.takeLive())
      follower.settle(delivered.settled)
      if delivered.outcome != .done { outcome = delivered.outcome }
    }
    guard outcome.canGoOn else { return outcome }
    let live = readings.takeLive()
    let marked = await mark(StateReport(live.flatMap(entriesFromElsewhere)))
    guard marked == .done else { return marked }
    readings.settle(live)
    return outcome
  }

  // MARK: Messages

  private func list(
    _ follower: PartFollower, isForEveryone: Bool, without read: StateReport
  ) async throws -> Outcome {
    let known = Set(read.entries.map(\.id))
    let isFirst = try await follower.isNew
    var (place, result) = (StreamPlace?.none, Outcome.done)
    while true {
      let page = try await follower.list(after: place)
      guard let last = page.last else { return result }
      let wanted = page.messages.filter { message in
        guard !follower.isSettled(message) else { return false }
        return !(isForEveryone && isFirst && isOld(message))
          && !(IncomingMessage(message).map { known.contains($0.id) } ?? false)
      }
      let delivered = await deliver(wanted)
      // The position stays in front of a message that waits.
      if result == .done, delivered.outcome == .done { try await follower.move(to: last) }
      follower.settle(delivered.settled)
      if delivered.outcome != .done { result = delivered.outcome }
      guard page.hasMore, result.canGoOn else { return result }
      if wanted.isEmpty {
        // Only the position is behind: what comes live need not wait for thousands of old messages.
        let live = await deliver(follower.takeLive())
        follower.settle(live.settled)
        if live.outcome != .done { result = live.outcome }
        guard result.canGoOn else { return result }
      }
      place = last
    }
  }

  private func isOld(_ message: StreamMessage) -> Bool {
    guard let sent = IncomingMessage.sendingTime(of: message) else { return true }
    return sent.advanced(bySeconds: UserReception.announcementAge) < .now
  }

  /// Delivers messages, and tells the machines from which they come.
  private func deliver(_ messages: [StreamMessage]) async -> Delivered {
    var (all, rest) = (Delivered(), messages[...])
    while !rest.isEmpty, all.outcome.canGoOn {
      let batch = Array(rest.prefix(UserReception.batchSize))
      all.add(await deliverBatch(batch))
      rest = rest.dropFirst(batch.count)
    }
    return all
  }

  /// How many messages are in the agent's mailslot at once.
  private static let batchSize = 256

  private func deliverBatch(_ batch: [StreamMessage]) async -> Delivered {
    let incoming = batch.map { IncomingMessage($0) }
    let outcomes = await agent.deliver(incoming.compactMap { $0?.body })
    var (states, next, delivered) = ([String: StateReport](), 0, Delivered())
    for (message, original) in zip(incoming, batch) {
      guard let message else {
        // It would be refused again.
        log.warning("a message that is none", metadata: ["from": "\(original.subject.address)"])
        delivered.settled.append(original)
        continue
      }
      let outcome = outcomes[next]
      next += 1
      guard outcome != .refused(.notEnoughQuota),
        let entry = StateReport.Entry(message.id, outcome)
      else {
        delivered.outcome = Outcome(of: outcome)
        // The agent has no room for this message; the next one may be small, or from another sender.
        if delivered.outcome == .waiting { continue }
        break
      }
      states[message.host, default: StateReport()].entries.append(entry)
      delivered.settled.append(original)
    }
    // Before the sender's machine knows, nothing is settled.
    return await publish(states) ? delivered : Delivered(outcome: .failed)
  }

  private func publish(_ states: [String: StateReport]) async -> Bool {
    guard !states.isEmpty else { return true }
    guard let client = link.connected else { return false }
    let results = await PublishCollection.answers(to: Array(states)) { entry, note in
      client.stream.publish(
        entry.value, from: agent.account.name, at: membership.host.name, to: entry.key,
        id: "\(MessageID())", note)
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
  private func readElsewhere() async throws -> (StateReport, last: StreamPlace?) {
    var (report, place) = (StateReport(), StreamPlace?.none)
    while true {
      let page = try await readings.list(after: place)
      report.entries += page.messages.flatMap(entriesFromElsewhere)
      place = page.last ?? place
      guard page.hasMore else { return (report, place) }
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

extension UserReception.Outcome {
  /// Whether the agent may take other messages.
  fileprivate var canGoOn: Bool { self == .done || self == .waiting }

  /// What it means that an agent has not taken a message.
  fileprivate init(of outcome: UserDelivery.Outcome) {
    switch outcome {
    case .refused: self = .waiting
    case .absent: self = .absent
    case .reached, .spooled, .undecided: self = .failed
    }
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
