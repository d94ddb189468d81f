// SPDX-License-Identifier: Apache-2.0

package import Mailslots
package import Messages
import Wire

/// Bytes that have arrived, with all that is known before they are decoded.
package struct Arrival {
  /// The bytes; those of a message are a ``MailslotBody``.
  let bytes: [UInt8]

  /// The user the kernel names as the writer.
  let sender: UInt32

  /// How the bytes came.
  let origin: Origin

  /// When they came.
  let time: UnixTime

  /// Since when this machine has had them, if that is not the time when they came.
  let known: UnixTime?

  /// The identifier of the message, unless the bytes have one.
  let id: MessageID?

  /// Where the sender waits for receipts.
  package let descriptor: PassedDescriptor?

  /// Creates an arrival.
  package init(
    bytes: [UInt8], sender: UInt32, origin: Origin, time: UnixTime, known: UnixTime? = nil,
    id: MessageID? = nil, descriptor: PassedDescriptor?
  ) {
    self.bytes = bytes
    self.sender = sender
    self.origin = origin
    self.time = time
    self.known = known
    self.id = id
    self.descriptor = descriptor
  }

  /// The arrival as a delivery.
  ///
  /// - Parameters:
  ///   - senderName: The login name of the sender.
  ///   - isTrusted: Whether the agent believes the sender's word on the message's origin.
  ///   - decode: Reads text that is not UTF-8.
  func delivery(
    senderName: String, isTrusted: Bool, _ decode: (ArraySlice<UInt8>) -> String
  ) throws(IntakeRefusal) -> Delivery {
    let body: MailslotBody
    do throws(WireError) {
      body = try MailslotBody(decoding: bytes, decode)
    } catch {
      throw .malformed(error)
    }
    let claimed = isTrusted ? body.message.attributes.origin : nil
    return Delivery(
      id: body.message.attributes.id ?? id ?? MessageID(), message: body.message,
      rawText: body.rawText,
      sender: sender, senderName: senderName, origin: claimed ?? origin, arrival: time,
      known: known)
  }
}
