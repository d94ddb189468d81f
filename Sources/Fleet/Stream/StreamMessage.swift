// SPDX-License-Identifier: Apache-2.0

package import Realm

/// A message that the stream of a realm keeps.
package struct StreamMessage: Hashable, Sendable {
  /// Its number in the stream: from 1, greater than that of all earlier ones.
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

  /// Reads a message that a server has republished; `nil` for any other message.
  ///
  /// The publisher chooses headers, too, so the sequence of a hostile machine's message may be any.
  package init?(live message: NATSMessage, in layout: FleetLayout) {
    guard message.subject.hasPrefix("\(layout.livePrefix)."),
      let subject = FleetSubject(decoding: message.subject, in: layout.realm),
      let sequence = message.headers["Nats-Sequence"].flatMap({ UInt64($0) }), sequence > 0
    else { return nil }
    self.init(sequence: sequence, subject: subject, payload: message.payload)
  }

  /// Reads a message that a consumer has delivered; `nil` for one that is none of the realm.
  init?(_ message: NATSMessage, at place: StreamPlace, in layout: FleetLayout) {
    guard message.subject.hasPrefix("\(layout.prefix)."),
      let subject = FleetSubject(decoding: message.subject, in: layout.realm)
    else { return nil }
    self.init(sequence: place.sequence, subject: subject, payload: message.payload)
  }
}
