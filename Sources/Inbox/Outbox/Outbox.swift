// SPDX-License-Identifier: Apache-2.0

import GRDB
public import Messages

/// The messages that a relay carries to other machines of the realm, and how far it has read there.
///
/// It is an inbox of the relay, with what only a relay has to know beside each message: its place in the
/// stream of the realm, and the state that its recipient's machine has reported.
public struct Outbox: Sendable {
  /// The messages.
  public let inbox: Inbox

  /// A message that a server keeps, and of which no reader has reported yet.
  public struct Unconfirmed: Equatable, Sendable {
    /// The number of the message.
    public let number: Int64

    /// Its identifier.
    public let id: MessageID

    /// Its place in the stream.
    public let sequence: UInt64
  }

  /// What agents of this machine report to another machine.
  public struct Report: Equatable, Sendable {
    /// Its number.
    public let number: Int64

    /// The machine that it is for.
    public let host: String

    /// The user who has the messages.
    public let reader: String

    /// What happened to them.
    public let states: StateReport
  }

  /// Up to where in the stream of the realm the relay has brought what a name stands for.
  public struct Place: Equatable, Sendable {
    /// The number of the last message.
    public let sequence: UInt64

    /// When the servers took it, as they say.
    public let time: Int64

    /// Creates a place.
    public init(sequence: UInt64, time: Int64) {
      self.sequence = sequence
      self.time = time
    }
  }

  /// The tables beside those of an inbox.
  ///
  /// `state` is -2 for a message that no server has, -1 for one that a server keeps, and the code of the
  /// state that the reader's machine reports from there on. A refused message has `refusal`. `expiresAt` is
  /// that of the message, so that an index finds what expires among thousands that wait.
  private static let tables = """
    CREATE TABLE IF NOT EXISTS transfer (
      number INTEGER PRIMARY KEY, state INTEGER NOT NULL DEFAULT -2, sequence INTEGER, answer TEXT,
      refusal INTEGER, expiresAt INTEGER
    ) STRICT;
    CREATE INDEX IF NOT EXISTS transferQueued ON transfer (number) WHERE state = -2;
    CREATE INDEX IF NOT EXISTS transferExpiring ON transfer (expiresAt)
      WHERE state = -2 AND expiresAt IS NOT NULL;
    CREATE INDEX IF NOT EXISTS transferKept ON transfer (sequence) WHERE state = -1;
    CREATE TRIGGER IF NOT EXISTS messageQueued AFTER INSERT ON message BEGIN
      INSERT INTO transfer (number, expiresAt) VALUES (new.number, new.expiresAt);
    END;
    CREATE TRIGGER IF NOT EXISTS messageLetGo AFTER DELETE ON message BEGIN
      DELETE FROM transfer WHERE number = old.number;
    END;
    CREATE TABLE IF NOT EXISTS report (
      number INTEGER PRIMARY KEY AUTOINCREMENT, host TEXT NOT NULL, reader TEXT NOT NULL,
      states TEXT NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS position (
      name TEXT PRIMARY KEY, sequence INTEGER NOT NULL, time INTEGER NOT NULL
    ) STRICT;
    """

  /// Uses an inbox as the outbox of a relay.
  ///
  /// - Throws: ``InboxError``.
  public init(_ inbox: Inbox) throws(InboxError) {
    self.inbox = inbox
    try inbox.write { database in
      // The first version of the table had no times.
      if try database.tableExists("transfer"),
        try !database.columns(in: "transfer").contains(where: { $0.name == "expiresAt" })
      {
        try database.execute(
          sql: """
            DROP TRIGGER messageQueued;
            ALTER TABLE transfer ADD COLUMN expiresAt INTEGER;
            UPDATE transfer SET expiresAt =
              (SELECT expiresAt FROM message WHERE message.number = transfer.number);
            """)
      }
      try database.execute(sql: Outbox.tables)
    }
  }
}
