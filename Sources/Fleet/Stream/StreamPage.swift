// SPDX-License-Identifier: Apache-2.0

/// What the stream of a realm has listed, in order.
package struct StreamPage: Equatable, Sendable {
  /// The messages.
  package internal(set) var messages: [StreamMessage] = []

  /// The place of the first one that was listed, also if it is none that can be read.
  package internal(set) var first: StreamPlace?

  /// The place of the last one that was listed, also if it is none that can be read.
  package internal(set) var last: StreamPlace?

  /// Whether the stream has more behind it.
  package internal(set) var hasMore = false

  /// Creates an empty page.
  package init() {}

  /// The page without the message at its first place.
  package var withoutFirst: StreamPage {
    var page = self
    if let first { page.messages.removeAll { $0.sequence == first.sequence } }
    return page
  }

  /// Adds what was delivered; bytes that are no message of the realm count, and are left out.
  mutating func add(_ message: StreamMessage?, at place: StreamPlace) {
    first = first ?? place
    last = place
    if let message { messages.append(message) }
  }
}
