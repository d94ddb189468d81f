// SPDX-License-Identifier: Apache-2.0

import GRDB
public import Messages

/// Which messages to find: all of them, unless a property restricts them.
public struct InboxFilter: Equatable, Sendable {
  /// Only unread ones: stored, shown or dismissed, and not waiting for a later time.
  public var isUnread: Bool

  /// Only those with this claimed From; the case of ASCII letters does not matter.
  public var from: String?

  /// Only those with this To; the case of ASCII letters does not matter.
  public var to: String?

  /// Only those of one of these urgencies; empty for all.
  public var urgencies: Set<Urgency>

  /// Only those in one of these states; empty for all.
  public var states: Set<MessageState>

  /// Only those that arrived at this time or later.
  public var since: UnixTime?

  /// Only those that arrived before this time.
  public var until: UnixTime?

  /// Creates a filter.
  public init(
    isUnread: Bool = false, from: String? = nil, to: String? = nil, urgencies: Set<Urgency> = [],
    states: Set<MessageState> = [], since: UnixTime? = nil, until: UnixTime? = nil
  ) {
    self.isUnread = isUnread
    self.from = from
    self.to = to
    self.urgencies = urgencies
    self.states = states
    self.since = since
    self.until = until
  }
}

extension InboxFilter {
  /// The filter in SQL: a condition for a row of `message`, and the values for its parameters.
  ///
  /// The caller adds the condition for the states of ``isUnread``.
  ///
  /// - Parameter position: Only rows before this one in the order of arrival.
  func condition(
    before position: InboxRecord.Position? = nil
  ) -> (sql: String, StatementArguments) {
    var terms: [String] = []
    var arguments = StatementArguments()
    func add(_ term: String, _ values: StatementArguments) {
      terms.append(term)
      arguments += values
    }
    if isUnread { add("message.dueAt IS NULL", []) }
    if let from { add("message.fromName = ? COLLATE NOCASE", [from]) }
    if let to { add("message.toName = ? COLLATE NOCASE", [to]) }
    func add(_ column: String, oneOf codes: [Int]) {
      guard !codes.isEmpty else { return }
      // The codes are small numbers of ours, so they need no parameters.
      add("message.\(column) IN (\(codes.sorted().map(String.init).joined(separator: ", ")))", [])
    }
    add("urgency", oneOf: urgencies.map(\.code))
    add("state", oneOf: states.map(\.code))
    if let since { add("message.arrivedAt >= ?", [since.milliseconds]) }
    if let until { add("message.arrivedAt < ?", [until.milliseconds]) }
    if let position {
      add(
        "(message.arrivedAt, message.number) < (?, ?)",
        [position.arrival.milliseconds, position.number])
    }
    return (terms.isEmpty ? "true" : terms.joined(separator: " AND "), arguments)
  }
}
