// SPDX-License-Identifier: Apache-2.0

/// Whether what was sent and what was found agree.
///
/// A message of which a sender learned that it is kept or stored has to be in its recipient's inbox once.
/// Each other message may be there once, or not at all.
struct DeliveryCheck: Equatable {
  /// The messages that were acknowledged and are not in their recipients' inboxes.
  var lost: [String] = []

  /// The messages that are in an inbox more than once.
  var doubled: [String] = []

  /// The messages in the inbox of a user to whom they were not sent, or that were never sent.
  var misplaced: [String] = []

  /// Compares what was sent with what was found.
  ///
  /// - Parameters:
  ///   - sent: The recipient of each message, by the message.
  ///   - acknowledged: The messages that their senders believe to be safe.
  ///   - found: The messages in the inbox of each user.
  init(sent: [String: String], acknowledged: Set<String>, found: [String: [String]]) {
    for (message, recipient) in sent where acknowledged.contains(message) {
      if found[recipient]?.contains(message) != true { lost.append(message) }
    }
    for (user, messages) in found {
      let counts = messages.reduce(into: [:]) { $0[$1, default: 0] += 1 }
      doubled += counts.filter { $0.value > 1 }.keys
      misplaced += counts.keys.filter { sent[$0] != user }
    }
    lost.sort()
    doubled.sort()
    misplaced.sort()
  }

  /// Whether nothing is lost, doubled or misplaced.
  var isRight: Bool { lost.isEmpty && doubled.isEmpty && misplaced.isEmpty }
}
