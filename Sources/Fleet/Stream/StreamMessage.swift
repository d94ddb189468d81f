// SPDX-License-Identifier: Apache-2.0

package import Realm

/// A message that the stream of a realm keeps.
package struct StreamMessage: Equatable, Sendable {
  /// Its place in the stream: from 1, greater than that of all earlier ones.
  package let sequence: UInt64

  /// From whom to whom.
  package let subject: FleetSubject

  /// The bytes.
  package let payload: [UInt8]

  /// Creates a message.
  package init(sequence: UInt64, subject: FleetSubject, payload: [UInt8]) {
    self.sequence = sequence
    self.subject = subject
    self.payload = payload
  }

  /// Reads a message that a server has republished, or that a consumer has delivered.
  ///
  /// `nil` for any other message.
  package init?(_ message: NATSMessage, in realm: DomainLabel) {
    guard let subject = FleetSubject(decoding: message.subject, in: realm),
      let sequence = message.headers["Nats-Sequence"].flatMap({ UInt64($0) })
        ?? message.reply.flatMap(StreamMessage.sequence)
    else { return nil }
    self.init(sequence: sequence, subject: subject, payload: message.payload)
  }

  /// The sequence in the subject for the acknowledgement of a message: ADR-15 of NATS.
  ///
  ///     $JS.ACK.STREAM.CONSUMER.DELIVERED.SEQUENCE.…           9 tokens
  ///     $JS.ACK.DOMAIN.ACCOUNT.STREAM.CONSUMER.DELIVERED.SEQUENCE.…   11 tokens or more
  private static func sequence(in reply: String) -> UInt64? {
    let tokens = reply.split(separator: ".", omittingEmptySubsequences: false)
    guard tokens.count >= 9, tokens[0] == "$JS", tokens[1] == "ACK" else { return nil }
    return UInt64(tokens[tokens.count == 9 ? 5 : 7])
  }
}
