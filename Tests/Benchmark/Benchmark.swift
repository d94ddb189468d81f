// SPDX-License-Identifier: Apache-2.0

import Glibc
import LinuxSystem

/// The measurements of `Resources/scripts/bench` that need a Swift program.
@main
enum Benchmark {
  static func main() async throws {
    let words = CommandLine.arguments.dropFirst()
    switch (words.first, Array(words.dropFirst())) {
    case (let way?, let rest) where rest.count == 3:
      guard let count = Int(rest[2]), let way = MailslotReading.Way(rawValue: way) else { break }
      return try await MailslotReading(
        directory: FilePath(rest[0]), name: rest[1], count: count
      ).run(way)
    case ("fill", let rest) where rest.count == 2:
      guard let count = Int(rest[1]) else { break }
      return try InboxFilling(path: FilePath(rest[0]), count: count).run()
    default: break
    }
    let ways = MailslotReading.Way.allCases.map(\.rawValue).joined(separator: "|")
    print("usage: Benchmark \(ways) DIRECTORY MAILSLOT MESSAGES | fill DATABASE MESSAGES")
    exit(64)
  }
}
