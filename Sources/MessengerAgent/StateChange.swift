// SPDX-License-Identifier: Apache-2.0

import Messages

/// What has happened to messages, for the inbox to keep and their senders to hear.
struct StateChange: Sendable {
  /// The messages, by number and identifier.
  let messages: [(number: Int64, id: MessageID)]

  /// Where they are now.
  let state: MessageState

  /// Since when.
  let time: UnixTime

  /// What was answered.
  var answer: String?
}
