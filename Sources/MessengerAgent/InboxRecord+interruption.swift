// SPDX-License-Identifier: Apache-2.0

import Inbox
import Messages

extension InboxRecord {
  /// Whether the message may interrupt its reader.
  func interruption(
    in circumstances: Interruption.Circumstances, _ configuration: AgentConfiguration
  ) -> Interruption {
    let isFromQuietSender = configuration.quiet.contains {
      $0.matches(
        sender: delivery.sender, name: delivery.senderName, origin: delivery.origin)
    }
    return Interruption(
      of: delivery.message.attributes.urgency, isFromQuietSender: isFromQuietSender,
      in: circumstances, configuration)
  }
}
