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
    "RateLimits": [],
    "Realm": [],
    "AgentPolicy": ["Messages", "RateLimits"],
    "LinuxSystem": ["CLinux", "Messages", "Wire"],
    "Accounts": ["LinuxSystem", "Wire"],
    "Mailslots": ["Accounts", "LinuxSystem", "Synchronization", "Wire"],
    "NameDirectory": [
      "Accounts", "Console", "LinuxSystem", "Mailslots", "Messages", "NetBIOS", "Wire",
    ],
    "NetBIOSClient": [
      "Console", "LinuxSystem", "Mailslots", "Messages", "NetBIOS", "SMBMessaging", "Wire",
    ],
    "MessageDelivery": [
      "Accounts", "Console", "LinuxSystem", "Mailslots", "Messages", "NameDirectory", "NetBIOS",
      "NetBIOSClient", "SMBMessaging", "Wire",
    ],
    "DaemonSupport": ["Console", "LinuxSystem", "Logging", "Messages", "Yams"],
    "Inbox": [
      "Accounts", "Console", "Dispatch", "Foundation", "GRDB", "GRDBSQLite", "LinuxSystem",
      "Messages", "Synchronization",
    ],
    "AgentSupport": [
      "Accounts", "AgentPolicy", "Console", "DaemonSupport", "Dispatch", "Inbox", "LinuxSystem",
      "Logging", "Mailslots", "Messages", "RateLimits", "ServiceLifecycle", "Wire",
    ],
    "Notifications": ["CNotify", "Dispatch", "LinuxSystem", "Synchronization"],
    "Fleet": ["CNATS", "Dispatch", "FoundationEssentials", "LinuxSystem", "Realm"],
    "Listeners": [
      "LinuxSystem", "Logging", "Messages", "NIOCore", "NIOPosix", "NetBIOS", "RateLimits",
      "SMBMessaging", "ServiceLifecycle", "Wire",
    ],
    "NetsendCLI": [
      "Accounts", "Console", "LinuxSystem", "MessageDelivery", "Messages", "NameDirectory",
      "NetBIOSClient",
    ],
    "MailslotCLI": [
      "Accounts", "Console", "LinuxSystem", "Mailslots", "Messages", "NetBIOSClient",
      "Synchronization",
    ],
    "CInterface": [
      "Accounts", "CMessngr", "LinuxSystem", "Mailslots", "MessageDelivery", "Messages",
      "NameDirectory", "Wire",
    ],
    "MessngrCLI": [
      "Accounts", "AgentPolicy", "AgentSupport", "ArgumentParser", "Console", "DaemonSupport",
      "Inbox", "LinuxSystem", "Logging", "Mailslots", "MessageDelivery", "Messages",
      "NameDirectory",
      "NetBIOS", "NetBIOSClient", "Realm",
    ],
    "MessengerAgent": [
      "Accounts", "AgentPolicy", "AgentSupport", "Console", "DaemonSupport", "Dispatch", "Inbox",
      "LinuxSystem", "Logging", "Mailslots", "MessageDelivery", "Messages", "NameDirectory",
      "Notifications", "ServiceLifecycle", "UnixSignals", "Wire",
    ],
    "MessengerGateway": [
      "Accounts", "DaemonSupport", "LinuxSystem", "Listeners", "Logging", "Mailslots",
      "MessageDelivery", "Messages", "NIOPosix", "NameDirectory", "NetBIOS", "RateLimits",
      "SMBMessaging", "ServiceLifecycle", "UnixSignals",
    ],
    "MessengerRelay": [
      "Accounts", "AgentPolicy", "AgentSupport", "DaemonSupport", "Dispatch", "Fleet", "Inbox",
      "LinuxSystem", "Logging", "Mailslots", "MessageDelivery", "Messages", "NameDirectory",
      "Realm", "ServiceLifecycle", "UnixSignals", "Wire",
    ],
    "MessngrdCLI": [
      "Accounts", "AgentSupport", "ArgumentParser", "Console", "DaemonSupport", "LinuxSystem",
      "Logging", "MessengerAgent",
    ],
    "DaemonCLI": ["ArgumentParser", "DaemonSupport", "LinuxSystem"],
    "GatewayCLI": ["ArgumentParser", "Console", "DaemonCLI", "LinuxSystem", "MessengerGateway"],
    "RelayCLI": [
      "ArgumentParser", "Console", "DaemonCLI", "DaemonSupport", "LinuxSystem", "MessengerRelay",
    ],
    "netsend": ["LinuxSystem", "NetsendCLI"],
    "mailslot": ["Accounts", "LinuxSystem", "MailslotCLI", "Mailslots"],
    "messngr": ["Dispatch", "GatewayCLI", "LinuxSystem", "MessngrCLI", "MessngrdCLI"],
    "messngrd": ["MessngrdCLI"],
    "messngr-gateway": ["GatewayCLI"],
    "messngr-relay": ["RelayCLI"],
  ]

  /// The targets of floor 1, which hold values and codecs only.
  static let pure: Set<String> = [
    "Wire", "Messages", "NetBIOS", "SMBMessaging", "Console", "RateLimits", "Realm", "AgentPolicy",
  ]

  /// The programs that have to start fast, the library of C, and what they link: their code has no parts
  /// that Embedded Swift lacks.
  static let sendPath = SendPathRule.targets(
    of: ["netsend", "mailslot", "CInterface"], imports: mayImport)

  @Test(arguments: mayImport.keys.sorted())
  func `a target imports what the table allows, and no more is allowed`(target: String) throws {
    let allowed = try #require(Self.mayImport[target])
    let files = try Repository.sources(of: target)
    report(ImportRule.breaches(of: target, in: files, allowed: allowed))
  }

  @Test func `every target stands on a floor`() throws {
    #expect(
      try Repository.targets().symmetricDifference(Self.mayImport.keys) == [
        "CEmptyICU", "CLinux", "CMessngr", "CNATS", "CNotify", "CStart",
      ])
  }

  @Test(arguments: pure.sorted())
  func `floor 1 holds nothing unsafe`(target: String) throws {
    for file in try Repository.sources(of: target) {
      #expect(!file.words.contains("unsafe"), "\(file.path)")
    }
  }

  @Test func `only LinuxSystem calls libc`() throws {
    report(
      ImportRule.rawCalls(in: try Repository.sources.get()), excepting: Exceptions.rawCalls)
  }

  @Test func `the small programs are fit for Embedded Swift`() throws {
    let files = try Self.sendPath.flatMap(Repository.sources)
    report(SendPathRule.breaches(in: files), excepting: Exceptions.sendPath)
  }

  @Test func `nothing needs the tables of ICU`() throws {
    report(UnicodeTableRule.breaches(in: try Repository.sources.get()))
  }

  @Test func `what escapes the compiler has its reason beside it`() throws {
    report(ReasonRule.breaches(in: try Repository.swiftFiles()), excepting: Exceptions.reasons)
  }

  @Test func `a type name means one thing`() throws {
    report(TypeNameRule.breaches(in: try Repository.swiftFiles()), excepting: Exceptions.typeNames)
  }

  @Test func `a file is short and begins with its license`() throws {
    let files = try Repository.swiftFiles()
    report(FileRule.longFiles(in: files))
    report(FileRule.filesWithoutBanner(in: files))
  }

  @Test func `a folder holds few files`() throws {
    report(
      FileRule.fullFolders(in: try Repository.swiftFiles()), excepting: Exceptions.fullFolders)
  }

  @Test func `the floor plan names the folders that there are`() throws {
    let document = try #require(Repository.text(of: "Resources/docs/architecture.md"))
    report(
      FileRule.undescribedFolders(in: try Repository.sources.get(), document: document),
      excepting: Exceptions.folders)
  }

  @Test func `documents name files that exist`() {
    // The mailslot cases name suites, which a test of their own checks.
    let documents = ["README.md"] + Repository.paths(below: "Resources/docs")
    for path in documents where !path.hasSuffix("/mailslot-cases.md") {
      let text = Repository.text(of: path) ?? ""
      report(PathRule.breaches(in: text, path: path, exists: Repository.exists))
    }
  }

  @Test func `the mailslot cases name the suites that test them`() throws {
    let document = try #require(Repository.text(of: "Resources/docs/mailslot-cases.md"))
    // The tests of this target make up cases of their own.
    let tests = try Repository.tests.get().filter { $0.target != "ArchitectureTests" }
    report(CaseRule.breaches(in: tests, document: document))
  }

  @Test func `texts are plain English`() {
    let paths = ["Sources", "Tests", "Resources", "README.md", "Package.swift"]
      .flatMap(Repository.paths)
    let breaches = paths.flatMap { path in
      Repository.text(of: path).map { PlainEnglishRule.breaches(in: $0, path: path) } ?? []
    }
    report(breaches, excepting: Exceptions.plainEnglish)
  }

  @Test func `the top level stays small`() throws {
    let expected: Set = ["Package.swift", "Sources", "Tests", "Resources", "README.md"]
    let entries = try FileManager.default.contentsOfDirectory(atPath: Repository.root.path)
    #expect(
      Set(entries.filter { !$0.hasPrefix(".") && $0 != "Package.resolved" }).subtracting(expected)
        .isEmpty)
  }

  /// Fails once for each breach and for each exception that is not needed.
  private func report(
    _ breaches: [Breach], excepting exceptions: Set<String> = [],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for fault in breaches.faults(excepting: exceptions) {
      Issue.record("\(fault)", sourceLocation: sourceLocation)
    }
  }
}
