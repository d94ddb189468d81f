// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

extension Machine {
  /// Writes the configuration of a user's agent.
  func configure(_ user: String, _ text: String) throws {
    let directory = "\(self[user].home)/.config/messngr"
    try make(directory, for: self[user], mode: 0o700)
    try text.write(toFile: "\(directory)/config.yaml", atomically: false, encoding: .utf8)
    for path in ["\(self[user].home)/.config", "\(directory)/config.yaml"] {
      chown(path, self[user].uid, self[user].uid)
    }
  }

  /// Sends a message as a user, with an empty environment.
  @discardableResult
  func netsend(as user: String, _ arguments: String..., input: [UInt8]? = nil) throws -> Finished {
    try run("netsend", arguments, as: user, input: input)
  }

  /// Sends from ben to ann, and expects that the message is stored in time.
  func tell(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let sent = try netsend(as: "ben", "ann", text)
    #expect(sent.status == 0, "\(sent.errors)", sourceLocation: sourceLocation)
    #expect(sent.duration < .seconds(6), sourceLocation: sourceLocation)
  }

  /// Waits until the agent of a user has read all files in the user's spool.
  ///
  /// A file whose name ends in `0000009.msg` may stay.
  func waitUntilSpoolIsRead(by user: String) throws {
    let waiting = try start(
      [
        "/bin/sh", "-c",
        "until test -z \"$(ls /var/spool/messngr/\(user)/*.msg 2>/dev/null | grep -v 0000009.msg)\"; do sleep 0.05; done",
      ],
      as: user)
    #expect(try waiting.finish().status == 0)
  }

  /// The messages in a user's inbox, as JSON objects, the newest first.
  func inbox(of user: String) throws -> [[String: Any]] {
    let finished = try run("messngr", ["inbox", "--json", "--limit", "1000000"], as: user)
    return try finished.output.split(separator: "\n").map {
      try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:]
    }
  }

  /// The texts in a user's inbox, sorted.
  func texts(of user: String) throws -> [String] {
    try inbox(of: user).compactMap { $0["text"] as? String }.sorted()
  }
}
