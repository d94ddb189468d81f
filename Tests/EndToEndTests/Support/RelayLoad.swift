// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// Senders on several machines who send one message after the other, and note which ones were acknowledged.
///
/// The text of a message is its identifier.
final class RelayLoad {
  private let senders: [Program]
  private let stopFiles: [String]

  /// How each sender ended a message: its identifier, the recipient, and the exit status of `netsend`.
  private static let script = """
    stop=$1 tag=$2 pause=$3 count=0
    shift 3
    while ! [ -e "$stop" ]; do
      count=$((count + 1))
      id=$(printf '%s%024x' "$tag" "$count")
      eval "to=\\${$((1 + count % $#))}"
      status=0
      netsend --quiet --deadline 20 --id "$id" "$to@lab" "$id" 2>/dev/null || status=$?
      echo "$id $to $status"
      [ "$pause" = 0 ] || sleep "$pause"
    done
    """

  /// Starts senders.
  ///
  /// - Parameters:
  ///   - users: The users who send, by their machines.
  ///   - recipients: The users who get the messages in turn.
  ///   - count: How many messages each user sends at once.
  ///   - pause: The seconds that a sender waits between two messages.
  init(
    in realm: RelayRealm, from users: [(machine: String, user: String)], to recipients: [String],
    count: Int, pause: Int = 0
  ) throws {
    var senders: [Program] = []
    var stopFiles: [String] = []
    for (machine, user) in users {
      let machine = try realm[machine]
      let stopFile = "\(machine.folder)/stop"
      stopFiles.append(stopFile)
      for _ in 0..<count {
        let tag = String(format: "%08x", UInt32.random(in: .min ... .max))
        senders.append(
          try machine.start(
            ["/bin/sh", "-c", RelayLoad.script, "load", stopFile, tag, "\(pause)"] + recipients,
            as: user,
            ["PATH": "\(machine.folder)/programs:/usr/bin:/bin"]))
      }
    }
    (self.senders, self.stopFiles) = (senders, stopFiles)
  }

  /// The lines of all senders so far.
  private var lines: [[Substring]] {
    senders.flatMap { $0.text(.output).split(separator: "\n") }.map { $0.split(separator: " ") }
      .filter { $0.count == 3 }
  }

  /// How many messages were acknowledged.
  var acknowledgedCount: Int { lines.count { $0[2] == "0" } }

  /// Waits until that many more messages were acknowledged than now.
  func waitForAcknowledged(more count: Int) throws {
    let goal = acknowledgedCount + count
    try eventually("\(goal) acknowledged messages, not \(acknowledgedCount)") {
      acknowledgedCount >= goal
    }
  }

  /// Ends sending, and waits until no message is on its way.
  ///
  /// - Returns: The recipient of each message, and the messages that were acknowledged.
  func stop() throws -> (sent: [String: String], acknowledged: Set<String>) {
    for file in Set(stopFiles) {
      try #require(FileManager.default.createFile(atPath: file, contents: nil))
    }
    for sender in senders { try #require(try sender.finish().status == 0) }
    for file in Set(stopFiles) { try FileManager.default.removeItem(atPath: file) }
    let lines = lines
    return (
      Dictionary(lines.map { (String($0[0]), String($0[1])) }) { $1 },
      Set(lines.filter { $0[2] == "0" }.map { String($0[0]) })
    )
  }
}
