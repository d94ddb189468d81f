// SPDX-License-Identifier: Apache-2.0

import GRDB

extension Inbox {
  /// What a person has set under a key, do-not-disturb for example; `nil` when nothing is set.
  ///
  /// - Throws: ``InboxError``.
  public func setting(_ key: String) throws(InboxError) -> String? {
    try read { database in
      try String.fetchOne(
        database, sql: "SELECT value FROM setting WHERE key = ?", arguments: [key])
    }
  }

  /// Sets a value, or takes it away with `nil`: a change that ``latestChange()`` counts.
  ///
  /// - Throws: ``InboxError``.
  public func set(_ key: String, to value: String?) throws(InboxError) {
    try write { database in
      var counter = try Counter(database)
      try database.execute(
        sql: """
          INSERT INTO setting (key, value, change) VALUES (?, ?, ?)
          ON CONFLICT (key) DO UPDATE SET value = excluded.value, change = excluded.change
          """, arguments: [key, value, counter.nextChange()])
      try counter.save(database)
    }
  }

  /// The settings that have changed since a change, with their values: `nil` for one taken away.
  ///
  /// - Parameter change: What ``latestChange()`` was; 0 for all settings that ever were.
  /// - Throws: ``InboxError``.
  public func settings(since change: Int64 = 0) throws(InboxError) -> [String: String?] {
    try read { database in
      let rows = try Row.fetchAll(
        database, sql: "SELECT key, value FROM setting WHERE change > ?", arguments: [change])
      return Dictionary(uniqueKeysWithValues: rows.map { ($0[0] as String, $0[1] as String?) })
    }
  }
}
