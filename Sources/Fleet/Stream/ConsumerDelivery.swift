// SPDX-License-Identifier: Apache-2.0

/// What a server says about a message that a consumer delivers, in the subject for its acknowledgement: ADR-15
/// of NATS.
///
///     $JS.ACK.STREAM.CONSUMER.DELIVERED.SEQUENCE.NUMBER.TIME.PENDING              9 tokens
///     $JS.ACK.DOMAIN.ACCOUNT.STREAM.CONSUMER.DELIVERED.SEQUENCE.NUMBER.TIME.…     11 tokens or more
struct ConsumerDelivery: Equatable, Sendable {
  /// The stream and the consumer.
  let consumer: String

  /// The place of the message in the stream.
  let place: StreamPlace

  /// The number of the message among those that the consumer has delivered, from 1.
  let number: UInt64

  /// Reads a subject; `nil` for any other one.
  init?(_ subject: String) {
    let tokens = subject.split(separator: ".", omittingEmptySubsequences: false)
    guard tokens.count == 9 || tokens.count >= 11, tokens[0] == "$JS", tokens[1] == "ACK" else {
      return nil
    }
    let start = tokens.count == 9 ? 2 : 4
    guard let sequence = UInt64(tokens[start + 3]), sequence > 0,
      let number = UInt64(tokens[start + 4]), let time = Int64(tokens[start + 5])
    else { return nil }
    consumer = "\(tokens[start]).\(tokens[start + 1])"
    place = StreamPlace(sequence: sequence, time: time)
    self.number = number
  }
}
