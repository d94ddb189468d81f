// SPDX-License-Identifier: Apache-2.0

/// Why the stream of a realm did not do what it was asked.
package enum StreamError: Error, Equatable, Sendable {
  /// No answer came, or the request could not be sent.
  case connection(NATSError)

  /// JetStream refused the request: its code and its words.
  case refused(code: Int, text: String)

  /// The answer is none of JetStream's.
  case malformed

  /// Whether the same request may succeed later.
  package var isTemporary: Bool {
    switch self {
    case .connection(.notPermitted), .connection(.tooLarge), .malformed: false
    case .connection: true
    // 503: the stream has no leader for the moment, or the server is starting.
    case .refused(let code, _): code >= 500
    }
  }
}

extension StreamError: CustomStringConvertible {
  /// One line for a person.
  package var description: String {
    switch self {
    case .connection(let error): error.description
    case .refused(let code, let text): "JetStream refuses: \(text) (\(code))"
    case .malformed: "the server's answer cannot be read"
    }
  }
}
