// SPDX-License-Identifier: Apache-2.0

/// Why the stream of a realm did not do what it was asked.
package enum StreamError: Error, Equatable, Sendable {
  /// No answer came, or the request could not be sent.
  case connection(NATSError)

  /// JetStream refused the request: its code and its words.
  case refused(code: Int, text: String)

  /// The answer is none of JetStream's.
  case malformed

  /// The server says that it has a message with this identifier at this place.
  ///
  /// It is no proof: servers before 2025 could say so after a change of the leader, and have nothing.
  case duplicate(of: UInt64)
}

extension StreamError: CustomStringConvertible {
  /// One line for a person.
  package var description: String {
    switch self {
    case .connection(let error): error.description
    case .refused(let code, let text): "JetStream refuses: \(text) (\(code))"
    case .malformed: "the server's answer cannot be read"
    case .duplicate(let sequence): "the server has the message already, at \(sequence)"
    }
  }
}
