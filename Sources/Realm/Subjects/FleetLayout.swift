// SPDX-License-Identifier: Apache-2.0

/// The stream and the subjects of a realm.
///
/// | subject | what |
/// |---|---|
/// | `msgr.REALM.to.…`, `msgr.REALM.rcpt.…` | messages and receipts, which the stream keeps: ``FleetSubject`` |
/// | `live.REALM.…` | the same, republished by the server at once to the machines that listen |
/// | `who.REALM.USER` | the question on which machines a user is present |
package struct FleetLayout: Equatable, Sendable {
  /// The realm.
  package let realm: DomainLabel

  /// Creates the layout of a realm.
  package init(_ realm: DomainLabel) { self.realm = realm }

  /// The name of the stream; JetStream allows no dots, spaces, `*` or `>` in it.
  package var stream: String { "MSGR_\(realm)" }

  /// The beginning of all subjects that the stream keeps.
  package var prefix: String { "msgr.\(realm)" }

  /// The beginning of all republished subjects.
  package var livePrefix: String { "live.\(realm)" }

  /// The beginning of the subjects on which a machine gets answers, which no other machine may read.
  package func inboxPrefix(of host: DomainLabel) -> String { "_INBOX_\(host)" }

  /// The pattern of all that the stream keeps for a user.
  ///
  /// `nil` for a name that is no user's: empty, or longer than 256 bytes.
  package func filter(_ kind: FleetSubject.Kind, to user: String) -> String? {
    SubjectToken(user).map { "\(prefix).\(kind.rawValue).\($0.text).from.>" }
  }

  /// The pattern of all messages that the stream keeps from a machine.
  package func sentFilter(from host: DomainLabel) -> String {
    "\(prefix).\(FleetSubject.Kind.message.rawValue).*.from.\(host).>"
  }

  /// The pattern of the republished subjects for a user; `nil` as for ``filter(_:to:)``.
  package func liveFilter(_ kind: FleetSubject.Kind, to user: String) -> String? {
    SubjectToken(user).map { "\(livePrefix).\(kind.rawValue).\($0.text).from.>" }
  }

  /// The subject of the question where a user is present; `nil` as for ``filter(_:to:)``.
  package func presence(of user: String) -> String? {
    SubjectToken(user).map { "who.\(realm).\($0.text)" }
  }
}
