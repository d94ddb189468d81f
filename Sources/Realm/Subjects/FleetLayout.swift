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
  package func inboxPrefix(of host: DomainLabel) -> String { "\(FleetLayout.inboxPrefix)\(host)" }

  /// The beginning of all subjects on which machines get answers.
  package static let inboxPrefix = "_INBOX_"

  /// The pattern of a part of what the stream keeps; `nil` for a name that is no user's.
  package func filter(_ part: FleetPart) -> String? { part.pattern(behind: prefix) }

  /// The pattern of the republished subjects of a part; `nil` as for ``filter(_:)``.
  package func liveFilter(_ part: FleetPart) -> String? { part.pattern(behind: livePrefix) }

  /// The subject of the question where a user is present; `nil` for a name that is no user's.
  package func presence(of user: String) -> String? {
    SubjectToken(user).map { "who.\(realm).\($0.text)" }
  }
}
