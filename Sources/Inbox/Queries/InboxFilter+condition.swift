// SPDX-License-Identifier: Apache-2.0

import GRDB
import Messages

extension InboxFilter {
  /// The filter in SQL: what a row of `message` must fulfil, and the values for its parameters.
  ///
  /// Whether the message is unread is the caller's business.
  ///
  /// - Parameter position: Only rows that stand before this one in the order of arrival.
  func condition(before position: InboxPosition? = nil) -> (sql: String, StatementArguments) {
    var terms: [String] = []
    var arguments = StatementArguments()
    func add(_ term: String, _ values: StatementArguments = []) {
      terms.append(term)
      arguments += values
    }
    if let from { add("fromName = ? COLLATE NOCASE", [from]) }
    if let since { add("arrivedAt >= ?", [since.milliseconds]) }
    if let until { add("arrivedAt < ?", [until.milliseconds]) }
    if let position {
      add("(arrivedAt, number) < (?, ?)", [position.arrival.milliseconds, position.number])
    }
    return (terms.isEmpty ? "true" : terms.joined(separator: " AND "), arguments)
  }
}
