// SPDX-License-Identifier: Apache-2.0

import Accounts
import Foundation
import Listeners
import Logging
import SMBMessaging
import Testing

@testable import MessengerGateway

/// The mailslots that take writes from the network, in all spellings of their names.
@Suite struct MailslotPatternTests {
  private func admits(_ path: String, _ patterns: [String]) throws -> Bool {
    let mailslots = NetworkMailslots(
      patterns.compactMap { MailslotPattern($0) }, paths: Paths(), accounts: AccountDatabase(),
      log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    return mailslots.admit(try RemoteMailslotName(#"\MAILSLOT\"# + path))
  }

  @Test(arguments: [
    "MESSNGR", "MESSNGR.", "messngr. .", "Messngr ", "MESSNGR...", #"\.\mailslot\messngr"#,
    "//./mailslot/messngr", #"\?\mailslot\messngr"#, #"\.\mailslot\messngr."#,
  ])
  func `no spelling of the Messenger's mailslot takes raw writes, for any pattern`(
    path: String
  ) throws {
    for pattern in ["*", "m*", "messngr", "messngr*", "MESSNGR.", "messngr "] {
      #expect(try !admits(path, [pattern]), "\(pattern)")
    }
  }

  @Test(arguments: [
    ("demo", "DEMO", true), ("demo", "Demo.", true), ("demo.", "demo", true),
    ("demo", "demo2", false), ("demo*", "demo2", true), ("demo*", "demo", true),
    (#"backup\*"#, "backup/status ", true), ("backup/*", #"Backup\x"#, true),
    (#"backup\*"#, "backup", false), ("*", "anything", true), ("*", #"a\..\b"#, false),
    ("messngr*", "messngr2", true),
  ])
  func `a pattern is compared with the canonical name`(
    pattern: String, path: String, isAdmitted: Bool
  ) throws {
    #expect(try admits(path, [pattern]) == isAdmitted)
  }
}
