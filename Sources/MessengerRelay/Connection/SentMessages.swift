// SPDX-License-Identifier: Apache-2.0

import Fleet
import Messages
import Realm

/// What the stream of the realm keeps of this machine's messages.
struct SentMessages: Sendable {
  let host: DomainLabel
  let link: RelayLink
  let turn: ConsumerTurn

  /// The messages that the stream keeps between two places, and at them; some behind the last place may be there, too.
  ///
  /// - Throws: `StreamError`.
  func identifiers(in places: ClosedRange<UInt64>) async throws(StreamError) -> Set<MessageID> {
    guard let client = link.connected else { throw .connection(.disconnected) }
    var present: Set<MessageID> = []
    var position = max(places.lowerBound, 1) - 1
    while true {
      let page = try await turn.take { [position] () async throws(StreamError) in
        try await client.stream.page(
          of: .sent(from: host), after: position, limit: PartFollower.batchSize, as: host.text)
      }
      present.formUnion(page.messages.compactMap { IncomingMessage.identifier(of: $0) })
      guard let last = page.last, page.hasMore, last.sequence < places.upperBound else {
        return present
      }
      position = last.sequence
    }
  }
}
