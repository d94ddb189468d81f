// SPDX-License-Identifier: Apache-2.0

import GRDB
import Messages

/// The tables of an inbox, as migrations create and change them.
///
/// A released migration is never edited: a change is a new migration after it.
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
    migrator.registerMigration("keep the popups of questions", foreignKeyChecks: .immediate) {
      try $0.execute(sql: asking)
    }
    migrator.registerMigration("keep times of senders", foreignKeyChecks: .immediate) {
      try $0.execute(sql: timing)
    }
    migrator.registerMigration("find what came from other machines", foreignKeyChecks: .immediate) {
      try $0.execute(sql: relaying)
    }
    migrator.registerMigration("find what other machines must learn", foreignKeyChecks: .immediate)
    {
      try $0.execute(sql: reporting)
    }
    return migrator
  }

  /// Small columns and those that change are first, long ones last: most work on a row does not touch
  /// the pages into which a long text overflows.
  ///
  /// `state` is ``MessageState/code``. Unread is `state < 3` and settled is `state >= 3`: every query
  /// uses exactly these words, because SQLite uses the partial indexes only then. The two indexes
  /// together contain every message by arrival, so no third one is needed. IN with more than two
  /// values would build a table for each message. Times are milliseconds since 1970.
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

  /// A held message is stored and not shown: the index of unshown messages does not contain it.
  private static let holding = """
    ALTER TABLE message ADD COLUMN isHeld INTEGER NOT NULL DEFAULT 0 CHECK (isHeld IN (0, 1));

    DROP INDEX messageUnshown;
    CREATE INDEX messageUnshown ON message (urgency DESC, number) WHERE state = 0 AND isHeld = 0;
    CREATE INDEX messageHeld ON message (number) WHERE state = 0 AND isHeld = 1;
    """

  /// Counting a million rows takes longer than a user should wait; so does a search for read messages
  /// among the unread ones of a sender.
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

  /// A sender's quota covers all of its messages here, and adding them up for each new message would
  /// take too long.
  ///
  /// The index finds the messages of a sender that can be deleted. Only settled messages are in it, so
  /// that it costs nothing on arrival.
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

  /// A question has a row from the time at which it is shown until the user answers or closes it.
  ///
  /// There are few rows, so that no index of messages is needed to find them.
  private static let asking = """
    ALTER TABLE message ADD COLUMN waits INTEGER CHECK (waits BETWEEN 0 AND 4294967295);

    CREATE TABLE question (
      message INTEGER PRIMARY KEY REFERENCES message (number) ON DELETE CASCADE,
      server TEXT NOT NULL CHECK (server <> ''),
      popup INTEGER NOT NULL CHECK (popup BETWEEN 0 AND 4294967295),
      endsAt INTEGER NOT NULL
    ) STRICT;
    CREATE TRIGGER questionSettled AFTER UPDATE OF state ON message
    WHEN new.state NOT IN (1, 3) BEGIN
      DELETE FROM question WHERE message = new.number;
    END;
    """

  /// The changes of messages that came from another machine of a realm, which that machine learns.
  private static let relaying = """
    CREATE INDEX messageOfRealm ON message (change) WHERE \(isOfRealm);
    """

  /// Of a message that is only stored, its machine knows already: thousands of these must not be looked at.
  private static let reporting = """
    DROP INDEX messageOfRealm;
    CREATE INDEX messageOfRealm ON message (change) WHERE \(isOfRealm) AND state <> 0;
    """

  /// Whether a message came from another machine of a realm: in the words that the index has.
  static let isOfRealm = "substr(origin, 1, 6) = 'realm '"

  /// The sender's time is only for people: nothing is ordered by it.
  ///
  /// `dueAt` is set as long as the message
  /// waits for that time, and such a message is held. `expires` is what the sender gave, in seconds,
  /// because `expiresAt` counts from another time than the arrival.
  ///
  /// The index `messageReplaces` finds the first message with a name that its sender has given it.
  private static let timing = """
    ALTER TABLE message ADD COLUMN sentAt INTEGER;
    ALTER TABLE message ADD COLUMN expires INTEGER CHECK (expires BETWEEN 0 AND 4294967295);
    ALTER TABLE message ADD COLUMN dueAt INTEGER CHECK (dueAt IS NULL OR state = 0);
    UPDATE message SET expires = min(max((expiresAt - arrivedAt) / 1000, 0), 4294967295)
      WHERE expiresAt IS NOT NULL;

    CREATE INDEX messageDue ON message (dueAt) WHERE dueAt IS NOT NULL;
    CREATE INDEX messageReplaces ON message (replaces, senderID) WHERE replaces IS NOT NULL;
    """
}
