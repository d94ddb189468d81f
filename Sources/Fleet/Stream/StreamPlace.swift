// SPDX-License-Identifier: Apache-2.0

/// The place of a message in the stream of a realm.
package struct StreamPlace: Equatable, Sendable {
  /// The number of the message: from 1, greater than that of all earlier ones.
  package let sequence: UInt64

  /// When the servers took the message, in nanoseconds since 1970.
  ///
  /// Servers that have lost their last messages give the same numbers again, but not the same times.
  package let time: Int64

  /// Creates a place.
  package init(sequence: UInt64, time: Int64) {
    self.sequence = sequence
    self.time = time
  }

  /// The place before all messages.
  package static let start = StreamPlace(sequence: 0, time: 0)
}
