// SPDX-License-Identifier: Apache-2.0

public import Accounts
public import LinuxSystem
import Mailslots
import Messages

/// Sends messages to the users of this machine, and to the computers on its network.
///
/// Blocking, without a runtime: what a command line needs, and nothing more.
public struct Sender: Sendable {
  private let paths: Paths
  private let finder: RecipientFinder

  /// Creates a sender.
  public init(paths: Paths, finder: RecipientFinder) {
    self.paths = paths
    self.finder = finder
  }

  /// Sends a text to all recipients of a request and waits as long as the request says.
  ///
  /// - Parameters:
  ///   - request: What to send. Its own text is not looked at.
  ///   - text: The text to send.
  ///   - name: The sender's name where the request has none.
  ///   - deadline: When the whole send is over; `nil` for as long as the request says, from now on.
  /// - Returns: One outcome for each user, computer or workgroup, in the order of the recipients;
  ///   nothing is thrown, since what fails for one recipient need not fail for the next.
  public func send(
    _ request: SendRequest, text: String, from name: String, until deadline: Deadline? = nil
  ) -> [SendOutcome] {
    let deadline = deadline ?? .after(.milliseconds(request.effectiveDeadline))
    // Storing never takes longer than this, even where a person's answer is waited for much longer.
    let storing = min(deadline, Deadline.after(.seconds(5))).leavingTimeForSpool
    // A computer that hands each message to a program, as smbd does, may take its time.
    let answering = min(deadline, Deadline.after(.seconds(20)))
    var route = NetworkRoute(
      request, text: text, from: name, file: paths.networkSettings, hostName: finder.hostName)
    let outgoing = request.recipients.flatMap { makeMessages(for: $0, request, text, name, &route) }
    let deliveries = outgoing.compactMap(\.delivery)
    for delivery in deliveries { delivery.write(until: .now) }
    RemoteDispatch(outgoing.compactMap(\.remoteDelivery), until: answering).run {
      // Those who are away do not wait for those whose mailslot is full or whose agent is slow.
      if request.mayUseSpool {
        for delivery in deliveries where !delivery.isWritten && !delivery.isFull {
          delivery.spool()
        }
      }
      for delivery in deliveries where !delivery.isWritten && delivery.isUndecided {
        delivery.write(until: storing)
      }
      for delivery in deliveries { delivery.wait(for: .stored, until: storing) }
      if request.mayUseSpool {
        for delivery in deliveries { delivery.spool() }
      }
      for delivery in deliveries { delivery.wait(for: request.goal, until: deadline) }
    }
    return outgoing.map { $0.outcome(goal: request.goal) }.map { outcome in
      sendElsewhere(outcome, request, &route, until: answering) ?? outcome
    }
  }

  /// Looks on the network for a name that a user has here to whom nothing can be sent: `backup` and
  /// `games` are users of every machine, and may be computers as well.
  ///
  /// Somebody who is merely away keeps the message to himself.
  private func sendElsewhere(
    _ outcome: SendOutcome, _ request: SendRequest, _ route: inout NetworkRoute,
    until deadline: Deadline
  ) -> SendOutcome? {
    guard request.mayUseSpool, case .failure(.noMailslot) = outcome.result,
      let name = try? MessageName(outcome.recipient), request.recipients.contains(.name(name)),
      let (recipient, delivery) = try? route.messageIfOn(to: .name(name))
    else { return nil }
    delivery.send(until: deadline)
    if case .failure(.network(.nameNotFound)) = delivery.reached { return nil }
    return OutgoingMessage(recipient: recipient, id: outcome.id, content: .remote(delivery))
      .outcome(goal: request.goal)
  }

  private func makeMessages(
    for recipient: Recipient, _ request: SendRequest, _ text: String, _ name: String,
    _ route: inout NetworkRoute
  ) -> [OutgoingMessage] {
    var message = Message(
      from: request.from ?? name, to: recipient.description, text: text,
      attributes: request.attributes)
    let id = message.attributes.id ?? MessageID()
    message.attributes.id = id
    message.attributes.receipt = request.goal == .stored ? [] : [request.goal]
    do throws(SendFailure) {
      switch recipient {
      case .domain(let name):
        let remote = [OutgoingMessage(id, try route.message(to: recipient))]
        guard try route.isOwnWorkgroup(name) else { return remote }
        // A gateway here takes nothing that this machine sends to everyone (C97).
        do throws(SendFailure) {
          return try makeMessages(message, id, for: .users) + remote
        } catch .nobodyHere {
          return remote
        }
      case .computer(let host) where !finder.isThisMachine(host):
        return [OutgoingMessage(id, try route.message(to: recipient))]
      case .everyone:
        let remote = try route.messageIfOn(to: recipient).map { [OutgoingMessage(id, $0)] } ?? []
        do throws(SendFailure) {
          return try makeMessages(message, id, for: recipient) + remote
        } catch .nobodyHere where !remote.isEmpty {
          return remote
        }
      case .name:
        do throws(SendFailure) {
          return try makeMessages(message, id, for: recipient)
        } catch {
          guard case .unknownName = error, let remote = try route.messageIfOn(to: recipient) else {
            throw error
          }
          return [OutgoingMessage(id, remote)]
        }
      case .users, .group, .computer: return try makeMessages(message, id, for: recipient)
      }
    } catch {
      return [OutgoingMessage(recipient: recipient.description, id: id, content: .failed(error))]
    }
  }

  private func makeMessages(
    _ message: Message, _ id: MessageID, for recipient: Recipient
  ) throws(SendFailure) -> [OutgoingMessage] {
    let body = try SendFailure.translating { () throws(MessageError) in
      try MailslotBody.encode(message)
    }
    let accounts = try finder.accounts(for: recipient)
    return accounts.map { account in
      OutgoingMessage(
        recipient: accounts.count == 1 ? recipient.description : account.name, id: id,
        content: .local(LocalDelivery(of: body, id: id, to: account, paths: paths)))
    }
  }
}

extension OutgoingMessage {
  fileprivate init(_ id: MessageID, _ remote: (recipient: String, delivery: RemoteDelivery)) {
    self.init(recipient: remote.recipient, id: id, content: .remote(remote.delivery))
  }
}

extension Deadline {
  /// A moment shortly before this one, so that a spool can still be written in time.
  fileprivate var leavingTimeForSpool: Deadline {
    guard let remaining else { return self }
    return .after(remaining * 9 / 10)
  }
}
