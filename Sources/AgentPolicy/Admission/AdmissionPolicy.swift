// SPDX-License-Identifier: Apache-2.0

import Messages

/// What the owner has chosen about the messages that the inbox takes.
package struct AdmissionPolicy: Equatable, Sendable {
  /// The only senders that may leave messages; when empty, all senders may.
  package var allow: [SenderPattern] = []

  /// The senders that may not leave messages.
  package var deny: [SenderPattern] = []

  /// The longest text, in bytes: 1…65,536.
  package var largestMessage = Message.maximumTextByteCount

  /// The most messages of one sender in the inbox.
  package var senderMessages = 100_000

  /// The most bytes of one sender's messages in the inbox.
  package var senderBytes = 256 * 1024 * 1024

  /// Creates a policy in which the owner has chosen nothing.
  package init() {}
}
