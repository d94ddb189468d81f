// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The laws of the house: who may import whom, and what may stand where.
@Suite struct HouseTests {
  /// What each target may import; the floors from the bottom up.
  static let mayImport: [String: Set<String>] = [
    "Wire": [],
    "Messages": ["Wire"],
    "NetBIOS": ["Wire"],
    "SMBMessaging": ["Messages", "Wire"],
    "Console": ["Messages"],
    "AgentPolicy": ["Messages"],
    "LinuxSystem": ["CLinux", "Glibc", "Messages"],
    "Accounts": ["LinuxSystem"],
    "Mailslots": ["Accounts", "LinuxSystem", "Synchronization"],
    "Sending": [
      "Accounts", "Console", "Glibc", "LinuxSystem", "Mailslots", "Messages", "NetBIOS",
      "SMBMessaging", "Wire",
    ],
    "DaemonSupport": ["Configuration", "Glibc", "LinuxSystem", "Logging", "Messages", "Yams"],
    "Inbox": [
      "Accounts", "Console", "Dispatch", "Foundation", "GRDB", "GRDBSQLite", "Glibc", "LinuxSystem",
      "Messages", "Synchronization",
    ],
    "Notifications": ["CNotify", "Dispatch", "Glibc", "LinuxSystem", "Synchronization"],
    "Listeners": [
      "Glibc", "LinuxSystem", "Logging", "Messages", "NIOCore", "NIOPosix", "NetBIOS",
      "SMBMessaging", "ServiceLifecycle", "Wire",
    ],
    "MailslotCLI": [
      "Accounts", "Console", "Glibc", "LinuxSystem", "Mailslots", "Messages", "Sending",
      "Synchronization",
    ],
    "MessngrCLI": [
      "Accounts", "ArgumentParser", "Console", "Foundation", "Glibc", "Inbox", "LinuxSystem",
      "Mailslots", "Messages", "NetBIOS", "Sending",
    ],
    "MessengerAgent": [
      "Accounts", "AgentPolicy", "Console", "DaemonSupport", "Dispatch", "Glibc", "Inbox",
      "LinuxSystem",
      "Logging", "Mailslots", "Messages", "Notifications", "ServiceLifecycle", "UnixSignals",
      "Wire",
    ],
    "MessengerGateway": [
      "Accounts", "DaemonSupport", "Glibc", "LinuxSystem", "Listeners", "Logging", "Mailslots",
      "Messages", "NIOPosix", "NetBIOS", "SMBMessaging", "Sending", "ServiceLifecycle",
      "UnixSignals",
    ],
    "netsend": ["Accounts", "Console", "Glibc", "LinuxSystem", "Mailslots", "Messages", "Sending"],
    "mailslot": ["Accounts", "Glibc", "LinuxSystem", "MailslotCLI", "Mailslots"],
    "messngrd": [
      "Accounts", "ArgumentParser", "Console", "DaemonSupport", "Glibc", "LinuxSystem", "Logging",
      "MessengerAgent",
    ],
    "messngr": ["Glibc", "MessngrCLI"],
    "messngr-gateway": [
      "ArgumentParser", "Console", "DaemonSupport", "Glibc", "LinuxSystem", "MessengerGateway",
    ],
  ]

  /// The targets of floor 1, which hold values and codecs only.
  static let pure: Set<String> = [
    "Wire", "Messages", "NetBIOS", "SMBMessaging", "Console", "AgentPolicy",
  ]

  @Test(arguments: mayImport.keys.sorted())
  func `a target imports only what stands below it`(target: String) throws {
    let allowed = try #require(Self.mayImport[target])
    for file in try Repository.sources(of: target) {
      let foreign = file.imports.subtracting(allowed)
      #expect(foreign.isEmpty, "\(file.name) imports \(foreign.sorted())")
    }
  }

  @Test func `every target stands on a floor`() throws {
    #expect(
      try Repository.targets().subtracting(Self.mayImport.keys).subtracting(["CLinux", "CNotify"])
        .isEmpty)
  }

  @Test(arguments: pure.sorted())
  func `floor 1 holds nothing unsafe`(target: String) throws {
    for file in try Repository.sources(of: target) {
      #expect(!file.words.contains("unsafe"), "\(file.name)")
    }
  }

  @Test func `nothing is left running, trapped or forced without a reason`() throws {
    let suspicious = [
      " Task {", "Task.detached", "@unchecked Sendable", "try!", "fatalError(",
      "nonisolated(unsafe)",
    ]
    for file in try Repository.targets().flatMap(Repository.sources) {
      for (number, line) in file.lines.enumerated() {
        for word in suspicious where line.contains(word) && !line.contains("///") {
          let before = file.lines[max(0, number - 3)..<number].contains { $0.contains("//") }
          #expect(before, "\(file.name):\(number + 1) has \(word) and no reason beside it")
        }
      }
    }
  }

  @Test func `a source file holds one idea`() throws {
    for file in try Repository.targets().flatMap(Repository.sources)
    where !file.name.hasSuffix("Tables.swift") {
      #expect(file.lines.count <= 400, "\(file.name) has \(file.lines.count) lines")
      #expect(
        file.lines.first == "// SPDX-License-Identifier: Apache-2.0",
        "\(file.name) lacks its banner")
    }
  }

  @Test func `the top level stays small`() throws {
    let expected: Set = ["Package.swift", "Sources", "Tests", "Resources", "README.md"]
    let entries = try FileManager.default.contentsOfDirectory(atPath: Repository.root.path)
    #expect(
      Set(entries.filter { !$0.hasPrefix(".") && $0 != "Package.resolved" }).subtracting(expected)
        .isEmpty)
  }
}
