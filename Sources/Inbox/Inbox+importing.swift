// SPDX-License-Identifier: Apache-2.0

import GRDB

extension Inbox {
  /// Stores records that were exported, with what had become of them, under new numbers.
  ///
  /// What is here already, by its identifier, is left as it is; so to import twice is no harm.
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
      }
      try counter.save(database)
      return Int(counter.number - before)
    }
  }
}
