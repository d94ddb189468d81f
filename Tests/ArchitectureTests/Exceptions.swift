// SPDX-License-Identifier: Apache-2.0

/// Where the house does not yet keep its rules.
///
/// An entry that is not needed fails, so the lists shrink.
enum Exceptions {
  /// Targets that call libc without `LinuxSystem`.
  static let rawCalls: Set<String> = [
    "DaemonSupport",
    "Inbox",
    "MessengerGateway",
    "MessngrCLI",
    "MessageDelivery",
    "MessengerGateway",
    "MessngrCLI",
    "NetBIOSClient",
    "NetsendCLI",
    "messngr",
  ]

  /// What the small programs use and Embedded Swift lacks.
  static let sendPath: Set<String> = [
    "Accounts: key path",
    "LinuxSystem: any",
    "LinuxSystem: key path",
  ]

  /// Files with a suspicious word whose reason does not stand beside it.
  static let reasons: Set<String> = [
    "Sources/LinuxSystem/Threads/Workers.swift",
    "Tests/MailslotsTests/ConcurrencyTests.swift",
    "Tests/MailslotsTests/ReadingTests.swift",
    "Tests/MessngrCLITests/DoctorTests.swift",
  ]

  /// Names that two types have.
  static let typeNames: Set<String> = []

  /// Folders with more than 15 Swift files.
  static let fullFolders: Set<String> = [
    "Tests/MailslotsTests"
  ]

  /// Targets whose folders the floor plan does not show as they are.
  static let folders: Set<String> = [
    "Sources/Accounts",
    "Sources/DaemonSupport",
    "Sources/Inbox",
    "Sources/LinuxSystem",
    "Sources/MailslotCLI",
    "Sources/Mailslots",
    "Sources/MessngrCLI",
  ]

  /// Folders with texts that do not name the actor.
  static let plainEnglish: Set<String> = [
    "Sources/Accounts",
    "Sources/CLinux",
    "Sources/LinuxSystem",
    "Sources/MailslotCLI",
    "Sources/Mailslots",
    "Tests/MailslotCLITests",
    "Tests/MailslotsTests",
  ]
}
