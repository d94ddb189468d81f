// SPDX-License-Identifier: Apache-2.0

import Fleet
import Messages
import Realm

extension RealmStream {
  /// Publishes states of messages for the machine that has sent them.
  ///
  /// - Parameters:
  ///   - reader: The user who has the messages, on the machine `host`.
  ///   - sender: The machine that has sent the messages.
  ///   - id: An identifier of this report.
  func publish(
    _ states: StateReport, from reader: String, at host: DomainLabel, to sender: String,
    id: String, _ conclude: @escaping @Sendable (Result<UInt64, StreamError>) -> Void
  ) {
    guard let subject = FleetSubject(.receipt, to: sender, from: reader, at: host.text) else {
      return conclude(.failure(.refused(code: 400, text: "no machine '\(sender)'")))
    }
    publish(Array(states.description.utf8), to: subject, id: id) { result in
      if case .failure(.duplicate(let sequence)) = result { return conclude(.success(sequence)) }
      conclude(result)
    }
  }
}

extension StreamError {
  /// Why the servers will never take the message; `nil` when a later attempt may succeed.
  var refusal: Win32Error? {
    switch self {
    case .connection(.notPermitted): .accessDenied
    case .connection(.tooLarge), .refused(code: 400, _): .invalidParameter
    case .connection, .refused, .malformed, .duplicate: nil
    }
  }
}
