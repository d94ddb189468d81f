// SPDX-License-Identifier: Apache-2.0

/// Which messages of the outbox are on their way to the servers, and which come next.
///
/// Messages go in the order of their numbers. After a failure, or when a message has waited for something else,
/// the next look begins at the first one again.
struct OutboxFlight: Equatable, Sendable {
  /// The most messages on their way at once.
  static let limit = 1024

  /// The number of the last message that the outbox has given out since the look began; 0 before the first.
  private(set) var last: Int64 = 0

  /// The numbers of the messages on their way.
  private(set) var underway: Set<Int64> = []

  /// How many more messages can go now.
  var room: Int { OutboxFlight.limit - underway.count }

  /// Lets messages go that follow ``last``.
  ///
  /// - Parameters:
  ///   - messages: What the outbox has given out, in the order of their numbers.
  ///   - number: The number of a message.
  ///   - isReady: Whether a message can go now; asked for those that are not on their way.
  /// - Returns: Those that go now, in order.
  mutating func begin<Message>(
    _ messages: [Message], by number: (Message) -> Int64, where isReady: (Message) -> Bool
  ) -> [Message] {
    last = messages.last.map(number) ?? last
    let ready = messages.filter { !underway.contains(number($0)) && isReady($0) }
    underway.formUnion(ready.map(number))
    return ready
  }

  /// Notes that a message is not on its way any more.
  mutating func end(_ number: Int64) { underway.remove(number) }

  /// Begins at the first message again.
  mutating func restart() { last = 0 }
}
