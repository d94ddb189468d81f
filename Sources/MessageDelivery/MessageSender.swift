// SPDX-License-Identifier: Apache-2.0

public import Accounts
import LinuxSystem
import Messages
public import NameDirectory
import NetBIOSClient

/// Sends messages to the users of this machine, and to the computers on its network.
///
/// It blocks and needs no concurrency runtime, which suits a command; ``MultiUserDelivery`` suits a
/// program that serves many senders.
public struct MessageSender: Sendable {
  private let paths: Paths
  private let finder: RecipientFinder

  /// Creates a sender.
  public init(paths: Paths, finder: RecipientFinder) {
    self.paths = paths
    self.finder = finder
  }

  /// Sends a message to all recipients of a request, and waits for its goal until its deadline.
  ///
  /// - Returns: One outcome for each user, computer or workgroup, in the order of the recipients. A
  ///   failure for one recipient does not stop the delivery to the next, so nothing is thrown.
  public func send(_ request: DeliveryRequest) -> [DeliveryOutcome] {
    var request = request
    request.attributes.sent = request.attributes.sent ?? .now
    // One identifier for all recipients: a later message can take the place of this one in each inbox.
    let id = request.attributes.id ?? MessageID()
    request.attributes.id = id
    let limit = DeliveryRequest.timeLimit(for: request.goal)
    let deadline = request.deadline ?? .after(limit)
    // An agent stores a message within this time, even if a person may take an hour to answer it.
    let storing = min(deadline, Deadline.after(.seconds(5))).leavingTimeForSpool
    // A computer that starts a program for each message, as smbd does, needs more time.
    let answering = min(deadline, Deadline.after(.seconds(20)))
    let network = NetworkAccessReader(
      paths.networkSettings, hostName: finder.hostName, for: request)
    let router = router(for: request, network)
    let messages = MessageSender.withoutRepetition(
      request.recipients.flatMap { prepare(request, id, to: $0, router, network) })
    let deliveries = messages.compactMap { $0.localDelivery }
    for delivery in deliveries { delivery.write(until: .now) }
    RemoteDispatch(messages.compactMap { $0.remoteDelivery }, until: answering).run {
      // A recipient who is away gets the message before the sender waits for a full mailslot or a slow
      // agent of another recipient.
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
    return messages.map { message in
      let outcome = message.outcome(goal: request.goal, mayUseSpool: request.mayUseSpool)
      guard case .failure(let failure) = outcome.result,
        let route = router.fallback(for: message.recipient, after: failure),
        let other = resend(message, of: request, by: route, network, until: answering)
      else { return outcome }
      return other
    }
  }

  /// The messages without those to a user who already gets one: `-t ops -t @wheel` can mean a user twice.
  private static func withoutRepetition(_ messages: [OutgoingMessage]) -> [OutgoingMessage] {
    guard messages.count > 1 else { return messages }
    var users: [UInt32] = []
    return messages.filter { message in
      guard let user = message.userID else { return true }
      guard !users.contains(user) else { return false }
      users.append(user)
      return true
    }
  }

  private func router(for request: DeliveryRequest, _ network: NetworkAccessReader) -> Router {
    Router(
      mayUseSpool: request.mayUseSpool,
      accounts: { [finder] (recipient) throws(RecipientError) in
        try finder.accounts(for: recipient)
      },
      members: { [finder] (group) throws(RecipientError) in try finder.members(of: group) },
      realm: { [finder] in finder.realmNames() },
      isThisMachine: { [finder] in finder.isThisMachine($0) },
      settings: { () throws(NetworkSettingsError) in try network.read().settings })
  }

  /// Prepares the message for each route to a recipient.
  private func prepare(
    _ request: DeliveryRequest, _ id: MessageID, to recipient: Recipient, _ router: Router,
    _ network: NetworkAccessReader
  ) -> [OutgoingMessage] {
    do throws(DeliveryFailure) {
      return try prepare(request, id, to: recipient, by: router.routes(to: recipient), network)
    } catch {
      var failure = error
      // A message that no user can get is wrong for every name, so it is the first thing to say.
      if case .recipient = failure {
        do throws(DeliveryFailure) { _ = try encode(request, to: recipient) } catch {
          failure = error
        }
      }
      return [
        OutgoingMessage(
          recipient: recipient, label: recipient.description, id: id, way: .failed(failure))
      ]
    }
  }

  private func prepare(
    _ request: DeliveryRequest, _ id: MessageID, to recipient: Recipient, by routes: [Route],
    _ network: NetworkAccessReader
  ) throws(DeliveryFailure) -> [OutgoingMessage] {
    var messages: [OutgoingMessage] = []
    // Encoded once for all users that the recipient stands for.
    var body: [UInt8]?
    for route in routes {
      let way: OutgoingMessage.Way
      switch route.destination {
      case .user(let account):
        let bytes: [UInt8]
        if let body { bytes = body } else { bytes = try encode(request, to: recipient) }
        body = bytes
        way = .local(LocalDelivery(of: bytes, to: account, paths: paths))
      case .relay(let recipient):
        way = .relay(
          LocalDelivery(
            of: try encode(request, to: recipient), to: finder.relay(), paths: paths,
            firstState: .queued))
      case .network(let destination):
        way = .remote(try remoteDelivery(of: request, to: destination, network))
      }
      messages.append(
        OutgoingMessage(recipient: recipient, label: route.label, id: id, way: way))
    }
    return messages
  }

  private func encode(
    _ request: DeliveryRequest, to recipient: Recipient
  ) throws(DeliveryFailure) -> [UInt8] {
    do throws(MessageError) {
      return try MailslotBody.encode(request.message(to: recipient), rawText: request.rawText)
    } catch {
      throw .message(error)
    }
  }

  private func remoteDelivery(
    of request: DeliveryRequest, to destination: RemoteDelivery.Destination,
    _ network: NetworkAccessReader
  ) throws(DeliveryFailure) -> RemoteDelivery {
    // A computer shows what it gets, so nothing there could keep a message.
    guard request.attributes.due == nil else { throw .cannotWait }
    let access: NetworkAccess
    do throws(NetworkSettingsError) { access = try network.read() } catch {
      throw .network(.settings(error))
    }
    return try RemoteDelivery(
      request.text(over: access), from: try request.senderName(over: access), to: destination,
      over: access)
  }

  /// Sends a message by the route of ``Router/fallback(for:after:)``; `nil` when it leads nowhere.
  private func resend(
    _ message: OutgoingMessage, of request: DeliveryRequest, by route: Route,
    _ network: NetworkAccessReader, until deadline: Deadline
  ) -> DeliveryOutcome? {
    let other: OutgoingMessage
    do throws(DeliveryFailure) {
      let prepared = try prepare(request, message.id, to: message.recipient, by: [route], network)
      guard let first = prepared.first else { return nil }
      other = first
    } catch .message(let error) {
      // The name may be on the network, and the network cannot carry this message.
      other = OutgoingMessage(
        recipient: message.recipient, label: route.label, id: message.id,
        way: .failed(.message(error)))
    } catch {
      return nil
    }
    other.remoteDelivery?.send(until: deadline)
    let outcome = other.outcome(goal: request.goal, mayUseSpool: request.mayUseSpool)
    if case .failure(.network(.nameNotFound)) = outcome.result { return nil }
    return outcome
  }
}

extension Deadline {
  /// A moment before this one that leaves a tenth of the remaining time to write to the spool.
  fileprivate var leavingTimeForSpool: Deadline {
    guard let remaining else { return self }
    return .after(remaining * 9 / 10)
  }
}
