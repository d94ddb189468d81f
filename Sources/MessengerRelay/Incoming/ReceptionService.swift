// SPDX-License-Identifier: Apache-2.0

import Accounts
import Fleet
import Inbox
import LinuxSystem
import Logging
import Messages
import Realm
import ServiceLifecycle

/// Brings what the realm has for the users of this machine to their agents.
final class ReceptionService: Service {
  private let membership: RelayMembership
  private let link: RelayLink
  private let outbox: Outbox
  private let paths: Paths
  private let accounts: AccountDatabase
  private let turn: ConsumerTurn
  private let log: Logger
  private let users = Guarded<[String: UserReception]>([:])
  private let (arrivals, arrival) = AsyncStream.makeStream(of: Account.self)

  init(
    membership: RelayMembership, link: RelayLink, outbox: Outbox, paths: Paths,
    accounts: AccountDatabase, turn: ConsumerTurn, log: Logger
  ) {
    self.membership = membership
    self.link = link
    self.outbox = outbox
    self.paths = paths
    self.accounts = accounts
    self.turn = turn
    self.log = log
  }

  /// Notes that the agent of a user runs.
  func noteAgent(of account: Account) {
    if let reception = users.withLock({ $0[account.name] }) { return reception.wake() }
    arrival.yield(account)
  }

  /// The users of this machine whose agents run.
  var present: [String] { users.withLock { $0.keys.sorted() } }

  func run() async throws {
    link.onConnect { [users] in
      for reception in users.withLock({ Array($0.values) }) { reception.wake() }
    }
    for (account, _) in LocalUsers(paths: paths, accounts: accounts).directories() {
      arrival.yield(account)
    }
    let answers = Guarded<NATSSubscription?>(nil)
    link.onConnect { [weak self] in
      answers.withLock { $0 = $0 ?? self?.answerSurveys() }
    }
    defer { answers.withLock { $0?.close() } }
    await cancelWhenGracefulShutdown {
      await withDiscardingTaskGroup { group in
        for await account in self.arrivals where self.membership.serves(account.name) {
          let agent = AgentMailslot(of: account, paths: self.paths)
          guard agent.isPresent, let reception = self.begin(agent) else { continue }
          // For a single message no other thread has to wake up.
          group.addTask(executorPreference: agent.executor) {
            await reception.run()
            self.end(agent, reception)
          }
        }
        group.cancelAll()
      }
    }
  }

  /// Answers the question who is logged in on this machine, until the result is closed.
  private func answerSurveys() -> NATSSubscription? {
    guard let client = link.client,
      let subject = membership.layout.presence(of: HostPermissions.everyone)
    else { return nil }
    let host = membership.host.name.text
    return try? client.connection.subscribe(subject) { [weak self] question in
      guard let self, let reply = question.reply else { return }
      let text = ([host] + present).joined(separator: " ")
      try? client.connection.publish(NATSMessage(reply, payload: Array(text.utf8)))
    }
  }

  /// A reception for a user who has none.
  private func begin(_ agent: AgentMailslot) -> UserReception? {
    let reception = UserReception(
      agent: agent, membership: membership, link: link, log: log
    ) { part, name in
      PartFollower(
        part, named: name, link: link, outbox: outbox, turn: turn, host: membership.host.name)
    }
    return users.withLock { users in
      guard users[agent.account.name] == nil else { return nil }
      users[agent.account.name] = reception
      return reception
    }
  }

  private func end(_ agent: AgentMailslot, _ reception: UserReception) {
    users.withLock { $0[agent.account.name] = nil }
    // The next agent may have said so while this one's reception ended.
    if !Task.isCancelled, agent.isPresent { arrival.yield(agent.account) }
  }
}
