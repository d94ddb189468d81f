// SPDX-License-Identifier: Apache-2.0

/// What waits in the spool.
public struct SpoolUsage: Equatable, Sendable {
  /// How many files there are, temporary ones included.
  public internal(set) var count = 0

  /// How many bytes are in them.
  public internal(set) var byteCount = 0

  /// How many of the files belong to each user.
  public internal(set) var countPerSender: [UInt32: Int] = [:]
}
