// SPDX-License-Identifier: Apache-2.0

import MessageDelivery
import Messages
import NameDirectory

/// `NetMessageBufferSend` of messngr.h.
@_cdecl("NetMessageBufferSend")
public func netMessageBufferSend(
  _ server: UnsafePointer<UInt16>?, _ name: UnsafePointer<UInt16>?,
  _ from: UnsafePointer<UInt16>?, _ buffer: UnsafePointer<UInt8>?, _ byteCount: UInt32
) -> UInt32 {
  unsafe sendBuffer(
    CText.read(server), CText.read(name), CText.read(from), buffer, byteCount, .wide)
}

/// `NetMessageBufferSendA` of messngr.h.
@_cdecl("NetMessageBufferSendA")
public func netMessageBufferSendA(
  _ server: UnsafePointer<CChar>?, _ name: UnsafePointer<CChar>?, _ from: UnsafePointer<CChar>?,
  _ buffer: UnsafePointer<UInt8>?, _ byteCount: UInt32
) -> UInt32 {
  unsafe sendBuffer(
    CText.read(server), CText.read(name), CText.read(from), buffer, byteCount, .narrow)
}

private func sendBuffer(
  _ server: String?, _ name: String?, _ from: String?, _ buffer: UnsafePointer<UInt8>?,
  _ byteCount: UInt32, _ form: TextForm
) -> UInt32 {
  FunctionResult.code { () throws(Win32Error) in
    // Twice the longest text, which UTF-16 never needs.
    guard let name, byteCount <= Message.maximumTextByteCount * 2,
      let recipient = try? Recipient(name),
      let text = unsafe form.text(buffer, byteCount: Int(byteCount))
    else { throw .invalidParameter }
    let caller = CallingUser()
    guard caller.isServer(server) else { throw .notSupported }
    var request = DeliveryRequest(to: [recipient], text: text)
    request.from = from
    for outcome in caller.send(request) {
      if case .failure(let failure) = outcome.result { throw failure.code }
    }
  }
}
