// SPDX-License-Identifier: Apache-2.0

import CNATS

/// Why a call of the NATS client failed.
package enum NATSError: Error, Equatable, Sendable {
  /// No server answers.
  case noServer

  /// The connection is down; the client tries to connect again by itself.
  case disconnected

  /// The server does not know the certificate, or refuses the machine.
  case refused

  /// The server allows this machine no such subject; `nil` where it does not say which one.
  case notPermitted(subject: String?)

  /// The server's certificate is not what it should be, or the machine's own cannot be read.
  case tls(String)

  /// No program listens on the subject.
  case noResponders

  /// No answer came in time.
  case timeout

  /// The message is larger than the server takes.
  case tooLarge

  /// Another failure, as the client calls it.
  case other(String)

  init(_ status: natsStatus) {
    switch status {
    case NATS_NO_SERVER: self = .noServer
    case NATS_CONNECTION_DISCONNECTED, NATS_CONNECTION_CLOSED, NATS_NOT_YET_CONNECTED,
      NATS_STALE_CONNECTION, NATS_IO_ERROR:
      self = .disconnected
    case NATS_CONNECTION_AUTH_FAILED: self = .refused
    case NATS_NOT_PERMITTED: self = .notPermitted(subject: nil)
    case NATS_SSL_ERROR, NATS_SECURE_CONNECTION_REQUIRED, NATS_SECURE_CONNECTION_WANTED:
      self = .tls(NATSError.text(status))
    case NATS_NO_RESPONDERS: self = .noResponders
    case NATS_TIMEOUT: self = .timeout
    case NATS_MAX_PAYLOAD: self = .tooLarge
    default: self = .other(NATSError.text(status))
    }
  }

  /// The error that a connection reports; a refused subject stands in the server's words:
  /// `Permissions Violation for Publish to "SUBJECT"`.
  @unsafe init(_ status: natsStatus, of connection: OpaquePointer?) {
    self.init(status)
    var words: UnsafePointer<CChar>?
    guard self == .notPermitted(subject: nil), let connection = unsafe connection else { return }
    unsafe natsConnection_GetLastError(connection, &words)
    guard let words = unsafe words else { return }
    let parts = unsafe String(cString: words).split(separator: "\"")
    if parts.count >= 2 { self = .notPermitted(subject: String(parts[1])) }
  }

  /// Throws the error for a status, unless the status is success.
  static func check(_ status: natsStatus) throws(NATSError) {
    guard status == NATS_OK else { throw NATSError(status) }
  }

  /// The client's words for a status, with what it noted about the last call of this thread.
  private static func text(_ status: natsStatus) -> String {
    let words = unsafe String(cString: natsStatus_GetText(status))
    guard let note = unsafe nats_GetLastError(nil) else { return words }
    let detail = unsafe String(cString: note)
    return detail.isEmpty ? words : "\(words): \(detail)"
  }
}

extension NATSError: CustomStringConvertible {
  /// One line for a person.
  package var description: String {
    switch self {
    case .noServer: "no server of the realm answers"
    case .disconnected: "the connection to the servers of the realm is down"
    case .refused: "the server refuses this machine's certificate"
    case .notPermitted(let subject):
      "the server does not allow this machine the subject \(subject ?? "")"
    case .tls(let text): "TLS: \(text)"
    case .noResponders: "no program listens on the subject"
    case .timeout: "no answer came in time"
    case .tooLarge: "the message is larger than the server takes"
    case .other(let text): text
    }
  }
}
