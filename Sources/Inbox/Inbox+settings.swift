// SPDX-License-Identifier: Apache-2.0

import GRDB
package import Messages

extension Inbox {
  /// The value of a setting, do-not-disturb for example; `nil` when it is not set.
  ///
  /// - Throws: ``InboxError``.
  public func setting(_ key: String) throws(InboxError) -> String? {
    try read { database in
      try String.fetchOne(
        database, sql: "SELECT value FROM setting WHERE key = ?", arguments: [key])
    }
  }

  /// The agent that has described itself last, which may have ended since; `nil` if none has.
  ///
  /// - Throws: ``InboxError``.
  package func agentPresence() throws(InboxError) -> AgentPresence? {
    try setting(SettingKey.agent).flatMap { AgentPresence(jsonLine: $0) }
  }

  /// What the owner has asked for last with `messngr dnd`; ``Messages/DoNotDisturb/off`` at first.
  ///
  /// - Throws: ``InboxError``.
  package func doNotDisturb() throws(InboxError) -> DoNotDisturb {
    try setting(SettingKey.doNotDisturb).flatMap { DoNotDisturb($0) } ?? .off
  }

  /// Sets a value, or removes it with `nil`: a change that ``latest()`` counts.
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
}
