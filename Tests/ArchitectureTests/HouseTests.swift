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
    "SMBMessaging": ["Wire", "Messages"],
    "Console": ["Messages"],
    "Places": ["Glibc", "SystemPackage"],
    "Threads": ["Glibc"],
    "Clocks": ["Glibc", "Messages"],
    "Mailslots": ["CLinux", "Glibc", "Places", "Synchronization", "SystemPackage", "Threads"],
    "Sending": [
      "Console", "Glibc", "Mailslots", "Messages", "NetBIOS", "Places", "SMBMessaging",
      "SystemPackage", "Threads", "Wire",
    ],
    "DaemonSupport": [
      "Configuration", "Glibc", "Logging", "Messages", "Places", "SystemPackage", "Yams",
    ],
    "Inbox": [
      "Console", "Dispatch", "Foundation", "GRDB", "GRDBSQLite", "Glibc", "Messages", "Places",
      "Synchronization", "SystemPackage",
    ],
    "Notifications": ["CNotify", "Dispatch", "Glibc", "Synchronization", "Threads"],
    "Listeners": [
      "Glibc", "Logging", "Messages", "NIOCore", "NIOPosix", "NetBIOS", "SMBMessaging",
      "ServiceLifecycle", "Threads", "Wire",
    ],
    "MessengerAgent": [
      "Clocks", "Console", "Dispatch", "Glibc", "DaemonSupport", "Inbox", "Logging",
      "Mailslots", "Messages", "Notifications", "Places", "ServiceLifecycle",
      "SystemPackage", "Threads", "UnixSignals", "Wire",
    ],
    "MessengerGateway": [
      "Clocks", "Glibc", "DaemonSupport", "Listeners", "Logging", "Mailslots", "Messages",
      "NIOPosix",
      "NetBIOS",
      "Places", "SMBMessaging", "Sending", "ServiceLifecycle", "SystemPackage", "Threads",
      "UnixSignals",
    ],
    "MessngrCLI": [
      "ArgumentParser", "Clocks", "Console", "Foundation", "Glibc", "Inbox", "Mailslots",
      "Messages",
      "NetBIOS", "Places", "Sending", "SystemPackage",
    ],
    "netsend": ["Console", "Glibc", "Mailslots", "Messages", "Places", "Sending", "SystemPackage"],
    "MailslotCLI": [
      "Console", "Glibc", "Mailslots", "Messages", "Places", "Sending", "Synchronization",
      "SystemPackage", "Threads",
    ],
    "mailslot": ["Glibc", "Mailslots", "MailslotCLI", "Places"],
    "messngrd": [
      "ArgumentParser", "Console", "Glibc", "DaemonSupport", "Logging", "MessengerAgent", "Places",
      "SystemPackage", "Threads",
    ],
    "messngr": ["Glibc", "MessngrCLI"],
    "messngr-gateway": [
      "ArgumentParser", "Console", "Glibc", "DaemonSupport", "MessengerGateway", "SystemPackage",
      "Threads",
    ],
  ]

  /// The targets of floor 1, which hold values and codecs only.
  static let pure: Set<String> = ["Wire", "Messages", "NetBIOS", "SMBMessaging", "Console"]

  /// The programs that have to start fast, and what they link: their code has no parts that
  /// Embedded Swift lacks.
  static let sendPath = SendPathRule.targets(of: ["netsend", "mailslot"], imports: mayImport)

  @Test(arguments: mayImport.keys.sorted())
  func `a target imports what the table allows, and no more is allowed`(target: String) throws {
    let allowed = try #require(Self.mayImport[target])
    let files = try Repository.sources(of: target)
    report(ImportRule.breaches(of: target, in: files, allowed: allowed))
  }

  @Test func `every target stands on a floor`() throws {
    #expect(
      try Repository.targets().symmetricDifference(Self.mayImport.keys) == ["CLinux", "CNotify"])
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
