// SPDX-License-Identifier: Apache-2.0

import Accounts
import AgentSupport
import Fleet
import LinuxSystem
import Logging
import MessageDelivery
import Messages
import Realm

/// Brings what the realm has for one user of this machine to the user's agent, while the agent runs.
final class UserReception: Sendable {
  let agent: AgentMailslot
  let membership: RelayMembership
  let link: RelayLink
  let messages: [PartFollower]
  let readings: PartFollower
  let log: Logger
  private let signal = WakeSignal()
  private let mustList = Guarded(true)

  /// The pause after a failure.
  private static let retryInterval = Duration.seconds(10)

  /// The pause after a message for which the agent has no room.
  private static let roomInterval = Duration.seconds(60)

  /// What a look has led to.
  enum Outcome {
    /// All that there is is with the agent.
    case done

    /// The agent has no room for a message.
    case waiting

    /// Something is left for later.
    case failed

    /// The agent has ended.
    case absent
  }

  /// Prepares to bring messages.
  ///
  /// - Parameter follow: Makes a follower of a part with the name of its position.
  init(
    agent: AgentMailslot, membership: RelayMembership, link: RelayLink, log: Logger,
    follow: (FleetPart, String) -> PartFollower
  ) {
    self.agent = agent
    self.membership = membership
    self.link = link
    self.log = log
    let user = agent.account.name
    messages = [
      follow(.messages(to: user), "to \(user)"),
      follow(.messages(to: HostPermissions.everyone), "everyone \(user)"),
    ]
    readings = follow(.readings(of: user), "readings \(user)")
  }

  /// Looks at what the stream has, soon.
  func wake() {
    mustList.withLock { $0 = true }
    signal.ring()
  }

  /// Brings messages until the agent has ended, or the task is cancelled.
  func run() async {
    let alarm = Alarm(signal)
    var answers: (connection: NATSConnection, subscription: NATSSubscription)?
    defer {
      alarm.cancel()
      answers?.subscription.close()
      for follower in messages + [readings] { follower.close() }
    }
    var schedule = ListSchedule(at: .now)
    signal.ring()
    while !Task.isCancelled {
      await signal.wait()
      guard !Task.isCancelled else { return }
      guard let client = link.connected else { continue }
      if answers?.connection !== client.connection {
        answers?.subscription.close()
        answers = answerQuestions(on: client).map { (client.connection, $0) }
      }
      for follower in messages + [readings] { follower.listen { [signal] in signal.ring() } }
      let isDue =
        mustList.withLock { mustList in
          defer { mustList = false }
          return mustList
        } || schedule.isDue(at: .now) || messages.contains { $0.hasLost }
      let before = settledCount
      let outcome = await look(mustList: isDue)
      let retry: Duration?
      switch outcome {
      case .absent: return
      case .failed: retry = UserReception.retryInterval
      case .waiting: retry = UserReception.roomInterval
      case .done: retry = nil
      }
      schedule.note(
        didList: isDue, settledCount: (before, settledCount), retry: retry, at: .now)
      alarm.set(for: schedule.next)
    }
  }

  /// Brings what there is: by a list, or only what has come live.
  private func look(mustList: Bool) async -> Outcome {
    guard mustList else { return await takeLive() }
    let listed = await listAll()
    guard listed == .failed else { return listed }
    // Servers may have no list for a while, and live messages need none.
    return await takeLive() == .absent ? .absent : .failed
  }

  private var settledCount: Int { messages.reduce(0) { $0 + $1.settledCount } }

  /// Answers the question whether the user is present, until the result is closed.
  private func answerQuestions(on client: RelayLink.Client) -> NATSSubscription? {
    guard let subject = membership.layout.presence(of: agent.account.name) else { return nil }
    let host = membership.host.name.text
    return try? client.connection.subscribe(subject) { [agent, signal] question in
      // A server checks the subject of a question, but not where the answer goes: with another subject, the
      // one who asks could publish something in the name of this machine.
      guard let reply = question.reply, reply.hasPrefix(FleetLayout.inboxPrefix) else { return }
      // The agent may have ended without a word.
      guard agent.isPresent else { return signal.ring() }
      // The one who asked hears nothing then, and takes the user for absent.
      try? client.connection.publish(NATSMessage(reply, payload: Array(host.utf8)))
    }
  }
}
