// SPDX-License-Identifier: Apache-2.0

import Accounts
import Glibc
import LinuxSystem
import Mailslots

/// Reads from a mailslot as the agent does, and prints messages per second.
///
/// The time is that from the first batch to the last.
struct MailslotReading {
  let directory: FilePath
  let name: String
  let count: Int

  func run() async throws {
    let name = try MailslotName(name)
    let reader = try MailslotReader(
      creating: name, in: TrustedDirectory(directory, ownedBy: geteuid()))
    defer { reader.close() }
    var (messages, writers) = (0, Set<UInt32>())
    var begin: ContinuousClock.Instant?
    var beforeFirst = 0
    while messages < count, let batch = try await reader.nextBatch(limit: 256) {
      messages += batch.count
      for message in batch { writers.insert(message.credentials.userID) }
      if begin == nil { (begin, beforeFirst) = (.now, batch.count) }
    }
    guard let begin, writers == [geteuid()] else { throw Errno.protocolError }
    print(Int(Double(messages - beforeFirst) / (begin.duration(to: .now) / .seconds(1))))
  }
}
