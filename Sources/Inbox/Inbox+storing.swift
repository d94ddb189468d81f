// SPDX-License-Identifier: Apache-2.0

import GRDB
public import Messages

extension Inbox {
  /// Stores deliveries in one transaction: when this returns, no crash can lose them.
  ///
  /// A message whose only purpose is to retract an earlier one becomes read: one with a text when it
  /// succeeds, one without a text always. A message that replaces one that was replaced already takes the
  /// place of the last one.
  ///
  /// - Parameter deliveries: In the order of their arrival. A few hundred at a time are a good number.
  /// - Returns: One result for each delivery, in their order.
  /// - Throws: ``InboxError/diskFull(_:)`` and others. Nothing is stored then.
  public func store(_ deliveries: [Delivery]) throws(InboxError) -> [StoreResult] {
    guard !deliveries.isEmpty else { return [] }
    return try write { database in
      var counter = try Counter(database)
      var insertion = try RecordInsertion(database)
      let results = try deliveries.map { try Inbox.store($0, &insertion, database, &counter) }
      try counter.save(database)
      return results
    }
  }

  /// Stores exported records with their states, under new numbers.
  ///
  /// A record whose identifier is in the inbox already changes nothing, so that a second import of the
  /// same records does no harm.
  ///
  /// - Parameter records: In the order of their numbers; a few hundred at a time.
  /// - Returns: How many were stored.
  /// - Throws: ``InboxError``. Nothing is stored then.
  public func `import`(_ records: [InboxRecord]) throws(InboxError) -> Int {
    try write { database in
      var counter = try Counter(database)
      var insertion = try RecordInsertion(database)
      let before = counter.number
      for record in records
      where try insertion.insert(
        record.delivery, of: record, number: counter.number + 1, change: counter.change + 1)
      {
        (_, _) = (counter.nextNumber(), counter.nextChange())
        if record.delivery.isWaiting { try Inbox.keepWaiting(counter.number, database) }
      }
      try counter.save(database)
      return Int(counter.number - before)
    }
  }

  private static func store(
    _ delivery: Delivery, _ insertion: inout RecordInsertion, _ database: Database,
    _ counter: inout Counter
  ) throws -> StoreResult {
    let number = counter.number + 1
    let author = SenderKey.Author(userID: delivery.sender, origin: delivery.origin)
    let attributes = delivery.message.attributes
    let replaced = try attributes.replaces.flatMap {
      try ReplacedMessage($0, of: author, database)
    }
    let stored = replaced.map { delivery.replacing($0.id) } ?? delivery
    guard try insertion.insert(stored, of: nil, number: number, change: counter.change + 1)
    else {
      return try existing(delivery, database)
    }
    (_, _) = (counter.nextNumber(), counter.nextChange())
    // A message that waits takes the place of the other one when it is delivered.
    if delivery.isWaiting {
      try Inbox.keepWaiting(number, database)
      return .stored(number: number, replaced: nil, retracted: nil)
    }
    func retract(_ id: MessageID?, replacedBy replacement: Int64?) throws -> MarkOutcome? {
      guard let id, id != delivery.id else { return nil }
      return try Inbox.retract(
        id, by: author, at: delivery.arrival, replacedBy: replacement, database, &counter)
    }
    let replacing = try retract(stored.message.attributes.replaces, replacedBy: number)
    try replaced?.note(number, database)
    let last = try attributes.retracts.flatMap { try ReplacedMessage($0, of: author, database)?.id }
    let retracted = try retract(last ?? attributes.retracts, replacedBy: nil)
    let isOnlyRetracting = delivery.message.text.isEmpty && attributes.retracts != nil
    if isOnlyRetracting || replacing == nil && retracted?.isChanged == true {
      // The message has done what it was for: there is nothing to read.
      _ = try Inbox.mark(
        number, MessageState.stored.code, as: .read, at: delivery.arrival, nil, database, &counter)
    }
    return .stored(number: number, replaced: replacing?.number, retracted: retracted?.number)
  }

  /// Holds a message that waits for the time that its sender gave.
  private static func keepWaiting(_ number: Int64, _ database: Database) throws {
    try database.cachedStatement(sql: "UPDATE message SET isHeld = 1 WHERE number = ?")
      .execute(arguments: [number])
  }

  private static func existing(
    _ delivery: Delivery, _ database: Database
  ) throws -> StoreResult {
    let select = try database.cachedStatement(
      sql: "SELECT number, state, answer, senderID, origin FROM message WHERE id = ?")
    guard let row = try Row.fetchOne(select, arguments: [delivery.id.data]) else {
      throw DatabaseError(resultCode: .SQLITE_CORRUPT)
    }
    let author = SenderKey.Author(userID: row[3], origin: Origin(row[4] as String) ?? .mailslot)
    guard SenderKey.Author(userID: delivery.sender, origin: delivery.origin).isSame(as: author)
    else {
      return .identifierTaken
    }
    return .duplicate(
      number: row[0], state: MessageState(code: row[1]) ?? .stored, answer: row[2])
  }
}
