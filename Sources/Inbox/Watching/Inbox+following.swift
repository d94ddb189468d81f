// SPDX-License-Identifier: Apache-2.0

extension Inbox {
  /// The number of the newest message and of the last change, both of one moment.
  ///
  /// 0 where there is none. What has a greater number than these has come later.
  ///
  /// - Throws: ``InboxError``.
  public func latest() throws(InboxError) -> (number: Int64, change: Int64) {
    try read { database in
      let counter = try Counter(database)
      return (counter.number, counter.change)
    }
  }
}
