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
    requests.send(message, timeout: RealmStream.timeout) { answer in
      conclude(RealmStream.sequence(in: answer))
    }
  }

  private static func sequence(in answer: NATSRequests.Answer) -> Result<UInt64, StreamError> {
    do throws(StreamError) {
      guard let sequence = try StreamAnswer(received(answer)).seq else { throw .malformed }
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
  ///   - limit: How many messages at most; where there are fewer, there are no more.
  ///   - name: A name for the consumer, which only one call at a time uses.
  /// - Throws: ``StreamError``.
  package func messages(
    of part: FleetPart, after sequence: UInt64, limit: Int, as name: String
  ) async throws(StreamError) -> [StreamMessage] {
    guard let filter = layout.filter(part) else { return [] }
    let consumer = "\(layout.stream).\(name)"
    let created = try await ask(
      "$JS.API.CONSUMER.CREATE.\(consumer).\(filter)",
      ConsumerRequest(stream: layout.stream, name: name, filter: filter, after: sequence))
    var found: [StreamMessage] = []
    if let count = created.numPending, count > 0 {
      found = try await fetch(min(Int(clamping: count), limit), from: consumer)
    }
    // It would end by itself, and its answer tells nothing that matters.
    try? connection.publish(NATSMessage("$JS.API.CONSUMER.DELETE.\(consumer)"))
    return found
  }

  private func fetch(
    _ count: Int, from consumer: String
  ) async throws(StreamError) -> [StreamMessage] {
    let (stream, continuation) = AsyncStream.makeStream(of: NATSMessage.self)
    let inbox = "\(inboxPrefix).fetch.\(consumer)"
    var found: [StreamMessage] = []
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
        if let kept = StreamMessage(message, in: layout.realm) { found.append(kept) }
        // A status without a message ends the answer early.
        if found.count == count || message.headers["Status"] != nil { return found }
      }
      throw .timeout
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
