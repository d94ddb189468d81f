// SPDX-License-Identifier: Apache-2.0

import GRDB
import Messages

/// The tables of an inbox, and how they came to be.
///
/// A migration that has been released is never edited: a change is a new one behind it.
enum InboxSchema {
  /// `PRAGMA application_id` of our files: `MSGR`.
  static let applicationID: Int32 = 0x4D53_4752

  /// All migrations, in the order in which they are applied.
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("keep messages and settings", foreignKeyChecks: .immediate) {
      try $0.execute(sql: messagesAndSettings)
    }
    migrator.registerMigration("hold messages back", foreignKeyChecks: .immediate) {
      try $0.execute(sql: holding)
    }
    migrator.registerMigration("count messages", foreignKeyChecks: .immediate) {
      try $0.execute(sql: counting)
    }
    migrator.registerMigration("find what is new by its number", foreignKeyChecks: .immediate) {
      try $0.execute(sql: "DROP INDEX messageChanged")
    }
    migrator.registerMigration("count what each sender has", foreignKeyChecks: .immediate) {
      try $0.execute(sql: sharing)
    }
    return migrator
  }

  /// Small and changing columns stand first, long ones last, so that most work on a row stays off
  /// the pages that a long text overflows into.
  ///
  /// `state` is ``MessageState/code``: unread is `state < 3` and settled `state >= 3`, in these words
  /// wherever it is asked for, or SQLite does not use the partial indexes. The two together hold
  /// every message by arrival, so that none has to be in a third one. A list of more than two values
  /// behind IN would be a table of its own, made anew for each message. Times are milliseconds since
  /// 1970.
  private static let messagesAndSettings = """
    PRAGMA application_id = 0x4D534752;

    CREATE TABLE counter (
      only INTEGER PRIMARY KEY CHECK (only = 1),
      number INTEGER NOT NULL CHECK (number >= 0),
      change INTEGER NOT NULL CHECK (change >= 0),
      indexed INTEGER NOT NULL CHECK (indexed BETWEEN 0 AND number)
    ) STRICT;
    INSERT INTO counter VALUES (1, 0, 0, 0);

    CREATE TABLE message (
      number INTEGER PRIMARY KEY CHECK (number > 0),
      id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
      state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 6),
      stateAt INTEGER NOT NULL,
      shownAt INTEGER CHECK (shownAt IS NOT NULL OR state NOT BETWEEN 1 AND 4),
      readAt INTEGER CHECK ((readAt IS NOT NULL) = (state IN (3, 4))),
      change INTEGER NOT NULL,
      replacedBy INTEGER,
      arrivedAt INTEGER NOT NULL,
      expiresAt INTEGER,
      urgency INTEGER NOT NULL CHECK (urgency BETWEEN 0 AND 2),
      senderID INTEGER NOT NULL CHECK (senderID BETWEEN 0 AND 4294967295),
      senderName TEXT NOT NULL,
      origin TEXT NOT NULL CHECK (origin <> ''),
      fromName TEXT NOT NULL,
      toName TEXT NOT NULL,
      replaces BLOB CHECK (length(replaces) = 16),
      retracts BLOB CHECK (length(retracts) = 16),
      receipt INTEGER NOT NULL CHECK (receipt BETWEEN 0 AND 127),
      category TEXT,
      icon TEXT,
      title TEXT,
      actions BLOB,
      text TEXT NOT NULL,
      rawText BLOB,
      answer TEXT CHECK (answer IS NULL OR state = 4)
    ) STRICT;

    CREATE INDEX messageUnshown ON message (urgency DESC, number) WHERE state = 0;
    CREATE INDEX messageExpiring ON message (expiresAt) WHERE state = 0 AND expiresAt IS NOT NULL;
    CREATE INDEX messageUnread ON message (arrivedAt) WHERE state < 3;
    CREATE INDEX messageSettled ON message (arrivedAt) WHERE state >= 3;
    CREATE INDEX messageFrom ON message (fromName COLLATE NOCASE, arrivedAt);
    CREATE INDEX messageChanged ON message (change);

    CREATE VIRTUAL TABLE messageText USING fts5 (
      fromName, senderName, toName, title, text,
      content = 'message', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2'
    );
    CREATE TRIGGER messageForgotten AFTER DELETE ON message
    WHEN old.number <= (SELECT indexed FROM counter) BEGIN
      INSERT INTO messageText (messageText, rowid, fromName, senderName, toName, title, text)
      VALUES ('delete', old.number, old.fromName, old.senderName, old.toName, old.title, old.text);
    END;

    CREATE TABLE setting (
      key TEXT PRIMARY KEY CHECK (key <> ''),
      value TEXT,
      change INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX settingChanged ON setting (change);
    """

  /// A held message is stored and not to be shown: it is not among what waits to be.
  private static let holding = """
    ALTER TABLE message ADD COLUMN isHeld INTEGER NOT NULL DEFAULT 0 CHECK (isHeld IN (0, 1));

    DROP INDEX messageUnshown;
    CREATE INDEX messageUnshown ON message (urgency DESC, number) WHERE state = 0 AND isHeld = 0;
    CREATE INDEX messageHeld ON message (number) WHERE state = 0 AND isHeld = 1;
    """

  /// To count a million rows takes longer than a person should wait, and so does to look among a
  /// sender's unread messages for read ones.
  private static let counting = """
    ALTER TABLE counter ADD COLUMN total INTEGER NOT NULL DEFAULT 0 CHECK (total >= 0);
    UPDATE counter SET total = (SELECT count(*) FROM message);
    CREATE TRIGGER messageCountedOut AFTER DELETE ON message BEGIN
      UPDATE counter SET total = total - 1;
    END;

    DROP INDEX messageFrom;
    CREATE INDEX messageUnreadFrom ON message (fromName COLLATE NOCASE, arrivedAt) WHERE state < 3;
    CREATE INDEX messageSettledFrom ON message (fromName COLLATE NOCASE, arrivedAt)
      WHERE state >= 3;
    """

  /// A sender's quota is about all that it has here, which takes too long to add up for each message.
  ///
  /// The index finds what can be forgotten of a sender. Only settled messages are in it, so that it
  /// costs nothing on arrival.
  private static let sharing = """
    CREATE TABLE senderShare (
      key TEXT PRIMARY KEY CHECK (key <> ''),
      messages INTEGER NOT NULL,
      bytes INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    INSERT INTO senderShare
      SELECT \(SenderKey.expression()), count(*), sum(\(Delivery.storedByteCountExpression()))
      FROM message GROUP BY 1;

    CREATE TRIGGER messageShared AFTER INSERT ON message BEGIN
      INSERT INTO senderShare
      VALUES (\(SenderKey.expression("new.")), 1, \(Delivery.storedByteCountExpression("new.")))
      ON CONFLICT (key) DO UPDATE SET messages = messages + 1, bytes = bytes + excluded.bytes;
    END;
    CREATE TRIGGER messageUnshared AFTER DELETE ON message BEGIN
      UPDATE senderShare SET messages = messages - 1,
        bytes = bytes - (\(Delivery.storedByteCountExpression("old.")))
      WHERE key = \(SenderKey.expression("old."));
      DELETE FROM senderShare WHERE key = \(SenderKey.expression("old.")) AND messages <= 0;
    END;

    CREATE INDEX messageSettledOf ON message (\(SenderKey.expression()), arrivedAt)
      WHERE state >= 3;
    """
}
