// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// messngr-json(5) explains the keys that the programs print.
@Suite struct JSONKeyTests {
  /// The sources that write the object of each section.
  private static let writers: [String: [String]] = [
    "Messages": ["Inbox/Records/InboxRecord+json.swift"],
    "Deliveries": ["MessageDelivery/Outcomes/DeliveryReport.swift"],
    "The agent": ["MessngrCLI/Doctor/AgentStatus.swift", "Inbox/Settings/AgentPresence.swift"],
    "Do not disturb": ["MessngrCLI/Commands/DoNotDisturbCommand.swift"],
    "Findings": ["MessngrCLI/Doctor/Finding.swift"],
    "Aliases": ["MessngrCLI/Commands/NameCommand.swift"],
    "Computers": ["MessngrCLI/Listing/MachineFormat.swift"],
    "Machines of the realm": ["MessngrCLI/Realm/PresenceFormat.swift"],
    "Messages of a mailslot": ["MailslotCLI/MessageFormat.swift"],
    "Mailslots": ["MailslotCLI/StatusFormat.swift"],
  ]

  /// What the agent and `messngr` tell each other, and no program prints.
  private static let inner: Set<String> = ["request"]

  @Test func `each object has a section, and each section an object`() throws {
    #expect(Set(try ManualPage("messngr-json.5").subsections) == Set(Self.writers.keys))
    let sources = "\(Workbench.repository)/Sources"
    let files = try FileManager.default.subpathsOfDirectory(atPath: sources).filter { path in
      guard path.hasSuffix(".swift"), path != "Console/JSONLine.swift" else { return false }
      return try String(contentsOfFile: "\(sources)/\(path)", encoding: .utf8)
        .contains("JSONLine()")
    }
    let known = Set(Self.writers.values.joined())
    #expect(Set(files).subtracting(known) == [], "a section of messngr-json.5 is missing")
  }

  @Test(arguments: writers.keys.sorted())
  func `the manual page explains each key`(section: String) throws {
    var keys: Set<String> = []
    for file in Self.writers[section, default: []] {
      let text = try String(
        contentsOfFile: "\(Workbench.repository)/Sources/\(file)", encoding: .utf8)
      keys.formUnion(text.matches(of: #/\.add(?:Null)?\(\s*"([A-Za-z]+)"/#).map { String($0.1) })
    }
    let explained = try ManualPage("messngr-json.5").keys(in: section)
    #expect(Set(explained) == keys.subtracting(Self.inner))
    #expect(explained.count == Set(explained).count)
  }
}
