// SPDX-License-Identifier: Apache-2.0

import CNATS

/// A message of the NATS protocol: a subject, headers and bytes.
package struct NATSMessage: Equatable, Sendable {
  /// The subject under which it is published, or was received.
  package var subject: String

  /// Where an answer goes.
  package var reply: String?

  /// The headers; of those with one name, the first.
  package var headers: [String: String]

  /// The bytes.
  package var payload: [UInt8]

  /// Creates a message.
  package init(
    _ subject: String, reply: String? = nil, headers: [String: String] = [:], payload: [UInt8] = []
  ) {
    self.subject = subject
    self.reply = reply
    self.headers = headers
    self.payload = payload
  }

  /// Whether the server says with it that no program listens on the subject of a request.
  package var meansNoResponders: Bool { headers["Status"] == "503" && payload.isEmpty }

  /// Copies a message of the library, which stays the caller's.
  init(copying message: OpaquePointer) {
    subject = unsafe String(cString: natsMsg_GetSubject(message))
    reply = unsafe natsMsg_GetReply(message).map { unsafe String(cString: $0) }
    let count = Int(unsafe natsMsg_GetDataLength(message))
    if count > 0, let start = unsafe natsMsg_GetData(message) {
      payload = unsafe UnsafeRawBufferPointer(start: start, count: count).map { $0 }
    } else {
      payload = []
    }
    headers = [:]
    var keys: UnsafeMutablePointer<UnsafePointer<CChar>?>?
    var keyCount: Int32 = 0
    guard unsafe natsMsgHeader_Keys(message, &keys, &keyCount) == NATS_OK else { return }
    // The array is the caller's, the keys in it are the message's.
    defer { unsafe free(keys) }
    for index in 0..<Int(keyCount) {
      guard let key = unsafe keys?[index] else { continue }
      var value: UnsafePointer<CChar>?
      guard unsafe natsMsgHeader_Get(message, key, &value) == NATS_OK,
        let value = unsafe value
      else { continue }
      headers[unsafe String(cString: key)] = unsafe String(cString: value)
    }
  }

  /// Runs `body` with the message as one of the library.
  @unsafe func withLibraryMessage(
    _ body: (OpaquePointer) -> natsStatus
  ) throws(NATSError) {
    var created: OpaquePointer?
    let status = unsafe payload.withUnsafeBytes { bytes in
      unsafe natsMsg_Create(
        &created, subject, reply, bytes.assumingMemoryBound(to: CChar.self).baseAddress,
        Int32(bytes.count))
    }
    try NATSError.check(status)
    guard let message = unsafe created else { throw .other("no message") }
    defer { unsafe natsMsg_Destroy(message) }
    for (key, value) in headers {
      try NATSError.check(unsafe natsMsgHeader_Set(message, key, value))
    }
    try NATSError.check(unsafe body(message))
  }
}
