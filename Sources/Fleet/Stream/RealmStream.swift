// SPDX-License-Identifier: Apache-2.0

import Dispatch
package import Realm

/// The stream of a realm, which keeps messages and receipts on the disks of its servers: JetStream.
package struct RealmStream: Sendable {
  /// The subjects of the realm.
  package let layout: FleetLayout

  private let connection: NATSConnection
  private let requests: NATSRequests
  private let inboxPrefix: String

  /// How long JetStream may take to answer: a new leader of the stream took up to 7.6 s.
  package static let timeout = Duration.seconds(5)

  /// How long JetStream may take to delete a consumer, before the next attempt to create it.
  private static let deletionTimeout = Duration.seconds(1)

  /// How often the administrator's request for the stream is made.
  private static let creationAttempts = 4

  /// Creates the stream of a realm on a connection.
  ///
  /// - Parameter inboxPrefix: ``NATSOptions/inboxPrefix`` of the connection.
  package init(
    _ layout: FleetLayout, on connection: NATSConnection, _ requests: NATSRequests,
    inboxPrefix: String
  ) {
    self.layout = layout
    self.connection = connection
    self.requests = requests
    self.inboxPrefix = inboxPrefix
  }

  // MARK: Publishing

  /// Publishes a message; `conclude` gets its sequence when a majority of the servers has it.
  ///
  /// - Parameters:
  ///   - id: A message with the same identifier that was stored in the last two minutes is not stored
  ///     again.
  ///   - conclude: Called once, on a thread that must not block.
  package func publish(
    _ payload: [UInt8], to subject: FleetSubject, id: String,
    _ conclude: @escaping @Sendable (Result<UInt64, StreamError>) -> Void
  ) {
    let message = NATSMessage(
      subject.text(in: layout.realm), headers: ["Nats-Msg-Id": id], payload: payload)
    requests.send(message, timeout: RealmStream.timeout) { [stream = layout.stream] answer in
      conclude(RealmStream.sequence(in: answer, of: stream))
    }
  }

  private static func sequence(
    in answer: NATSRequests.Answer, of stream: String
  ) -> Result<UInt64, StreamError> {
    do throws(StreamError) {
      let message = try received(answer)
      if let sequence = StreamAnswer.sequence(in: message.payload, of: stream), sequence > 0 {
        return .success(sequence)
      }
      let answer = try StreamAnswer(message)
      guard let sequence = answer.seq, sequence > 0 else { throw .malformed }
      if answer.duplicate == true { throw .duplicate(of: sequence) }
      return .success(sequence)
    } catch {
      return .failure(error)
    }
  }

  private static func received(
    _ answer: NATSRequests.Answer
  ) throws(StreamError) -> NATSMessage {
    do throws(NATSError) { return try answer.get() } catch { throw .connection(error) }
  }

  // MARK: Catching up

  /// What the stream keeps of a part behind a sequence, in order.
  ///
  /// A consumer in the memory of one server delivers it, and is deleted then. Nothing moves on by this:
  /// the caller notes the last sequence when it has kept the messages.
  ///
  /// - Parameters:
  ///   - sequence: The last sequence that the caller has.
  ///   - limit: How many messages at most.
  ///   - name: A name for the consumer, which only one call at a time uses.
  /// - Throws: ``StreamError``.
  package func page(
    of part: FleetPart, after sequence: UInt64, limit: Int, as name: String
  ) async throws(StreamError) -> StreamPage {
    guard let filter = layout.filter(part) else { return StreamPage() }
    let consumer = "\(layout.stream).\(name)"
    let created = try await create(
      consumer, ConsumerRequest(stream: layout.stream, name: name, filter: filter, after: sequence),
      filter)
    var page = StreamPage()
    if let count = created.numPending, count > 0 {
      page = try await fetch(min(Int(clamping: count), limit), of: Int(clamping: count), consumer)
    }
    // It would end by itself, and its answer tells nothing that matters.
    try? connection.publish(NATSMessage("$JS.API.CONSUMER.DELETE.\(consumer)"))
    return page
  }

  private func create(
    _ consumer: String, _ request: ConsumerRequest, _ filter: String
  ) async throws(StreamError) -> StreamAnswer {
    let subject = "$JS.API.CONSUMER.CREATE.\(consumer).\(filter)"
    do throws(StreamError) { return try await ask(subject, request) } catch {
      switch error {
      // A relay that was killed has left its consumer behind.
      case .refused: break
      // The cluster may have given the consumer to a server that has just failed, and does not move it.
      case .connection(.timeout): break
      default: throw error
      }
      // A server that has failed does not answer this, either; the others have noted it by then.
      _ = try? await requests.answer(
        to: NATSMessage("$JS.API.CONSUMER.DELETE.\(consumer)"), timeout: RealmStream.deletionTimeout
      )
      return try await ask(subject, request)
    }
  }

  private func fetch(
    _ count: Int, of pending: Int, _ consumer: String
  ) async throws(StreamError) -> StreamPage {
    let (stream, continuation) = AsyncStream.makeStream(of: NATSMessage.self)
    // Another machine can have a server send something to a subject that it knows.
    let inbox = "\(inboxPrefix).fetch.\(UInt64.random(in: .min ... .max))"
    var page = StreamPage()
    var number = 0
    do throws(NATSError) {
      let subscription = try connection.subscribe(inbox) { continuation.yield($0) }
      defer { subscription.close() }
      let request = PullRequest(batch: count, expires: RealmStream.timeout)
      try connection.publish(
        NATSMessage(
          "$JS.API.CONSUMER.MSG.NEXT.\(consumer)", reply: inbox, payload: request.encoded))
      // The library ends the wait when the server does not.
      let end = requests.after(RealmStream.timeout + .seconds(1)) { continuation.finish() }
      defer { end.cancel() }
      for await message in stream {
        guard let delivery = message.reply.flatMap({ ConsumerDelivery($0) }) else {
          // A status of the server ends the answer early; a header of a publisher does not.
          if message.subject == inbox, message.headers["Status"] != nil { break }
          continue
        }
        // Behind a gap, a later look lists what is missing.
        guard delivery.consumer == consumer, delivery.number == UInt64(number + 1) else { break }
        number += 1
        page.add(StreamMessage(message, at: delivery.place, in: layout), at: delivery.place)
        if number == count { break }
      }
      guard number > 0 else { throw .timeout }
      page.hasMore = number < pending
      return page
    } catch {
      throw .connection(error)
    }
  }

  // MARK: The stream itself

  /// Makes the stream, or changes its settings; only the administrator of the realm may.
  ///
  /// - Throws: ``StreamError``.
  package func create(_ settings: StreamSettings) async throws(StreamError) {
    let stream = StreamRequest(layout, settings)
    // A cluster that has no leader for a moment does not answer.
    for _ in 1..<RealmStream.creationAttempts {
      do throws(StreamError) { return try await createOrUpdate(stream) } catch {
        guard error == .connection(.timeout) else { throw error }
      }
    }
    try await createOrUpdate(stream)
  }

  private func createOrUpdate(_ stream: StreamRequest) async throws(StreamError) {
    do throws(StreamError) {
      _ = try await ask("$JS.API.STREAM.CREATE.\(layout.stream)", stream)
    } catch .refused(code: 400, _) {
      // It exists with other settings.
      _ = try await ask("$JS.API.STREAM.UPDATE.\(layout.stream)", stream)
    }
  }

  private func ask(
    _ subject: String, _ request: some StreamAPIRequest
  ) async throws(StreamError) -> StreamAnswer {
    let answer: NATSMessage
    do throws(NATSError) {
      answer = try await requests.answer(
        to: NATSMessage(subject, payload: request.encoded), timeout: RealmStream.timeout)
    } catch {
      throw .connection(error)
    }
    return try StreamAnswer(answer)
  }
}
