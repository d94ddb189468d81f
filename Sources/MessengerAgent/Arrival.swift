// SPDX-License-Identifier: Apache-2.0

import Mailslots
import Messages
import Wire

/// Bytes that have arrived, with all that is known of them before they are read.
struct Arrival {
  /// A ``MailslotBody``, if all is well.
  let bytes: [UInt8]

  /// The user the kernel names as the writer.
  let sender: UInt32

  /// How the bytes came.
  let origin: Origin

  /// When they came.
  let time: UnixTime

  /// What makes a second copy the same message, unless the bytes say so themselves.
  var id: MessageID?

  /// Where the sender wants to hear of the message.
  let descriptor: PassedDescriptor?

  /// The arrival as a delivery.
  ///
  /// - Parameters:
  ///   - senderName: The login name of the sender.
  ///   - trusted: The users whose word on a message's origin is believed.
  ///   - decode: Reads text that is not UTF-8.
  func delivery(
    senderName: String, trusting trusted: Set<UInt32>, _ decode: (ArraySlice<UInt8>) -> String
  ) throws(IntakeRefusal) -> Delivery {
    let body: MailslotBody
    do throws(WireError) {
      body = try MailslotBody(decoding: bytes, decode)
    } catch {
      throw .malformed(error)
    }
    let claimed = trusted.contains(sender) ? body.message.attributes.origin : nil
    return Delivery(
      id: body.message.attributes.id ?? id ?? MessageID(), message: body.message,
      rawText: body.rawText,
      sender: sender, senderName: senderName, origin: claimed ?? origin, arrival: time)
  }
}
