// SPDX-License-Identifier: Apache-2.0

/// The files of one user in a spool, counted during a scan.
///
/// The agent of the spool's owner removes files over the limits. Until then only the quotas of the file
/// system limit them, because only the owner can list the spool.
struct SpoolShare: Equatable, Sendable {
  /// The most messages of one user.
  static let maximumCount = 16_384

  /// The most bytes in the messages of one user: 64 MiB.
  static let maximumByteCount: Int64 = 64 << 20

  /// The most unfinished files of one user: each exists only while one message is written.
  static let maximumUnfinishedCount = 256

  private var count = 0
  private var byteCount: Int64 = 0
  private var unfinishedCount = 0

  /// Adds a message.
  ///
  /// - Returns: Whether there is room for it.
  mutating func addMessage(ofSize size: Int64) -> Bool {
    let size = max(size, 0)
    guard count < SpoolShare.maximumCount, size <= SpoolShare.maximumByteCount - byteCount else {
      return false
    }
    count += 1
    byteCount += size
    return true
  }

  /// Adds a file that is not finished.
  ///
  /// - Returns: Whether there is room for it.
  mutating func addUnfinished() -> Bool {
    guard unfinishedCount < SpoolShare.maximumUnfinishedCount else { return false }
    unfinishedCount += 1
    return true
  }
}
