// SPDX-License-Identifier: Apache-2.0

/// Where the house does not yet keep its rules.
///
/// An entry that is not needed fails, so the lists shrink.
enum Exceptions {
  /// Targets that call libc without `LinuxSystem`.
  static let rawCalls: Set<String> = [
    "DaemonSupport",
    "Inbox",
    "MessengerAgent",
    "MessengerGateway",
    "MessngrCLI",
    "Sending",
    "Listeners",
    "MessageDelivery",
    "MessengerAgent",
    "MessengerGateway",
    "MessngrCLI",
    "NetBIOSClient",
    "NetsendCLI",
    "Notifications",
    "messngr",
    "messngr-gateway",
    "messngrd",
  ]

  /// What the small programs use and Embedded Swift lacks.
  static let sendPath: Set<String> = [
    "Sending: key path",
    "Sending: untyped throws",
    "NetBIOS: key path",
  ]

  /// Files with a suspicious word whose reason does not stand beside it.
  static let reasons: Set<String> = [
    "Tests/MailslotsTests/ConcurrencyTests.swift",
    "Tests/MailslotsTests/ReadingTests.swift",
    "Tests/MessngrCLITests/DoctorTests.swift",
  ]

  /// Names that two types have.
  static let typeNames: Set<String> = ["BucketTable", "RateLimit", "TokenBucket"]

  /// Folders with more than 15 Swift files.
  static let fullFolders: Set<String> = [
    "Sources/MessengerAgent",
    "Tests/MailslotsTests",
  ]

  /// Targets whose folders the floor plan does not show as they are.
  static let folders: Set<String> = [
    "Sources/Accounts",
    "Sources/DaemonSupport",
    "Sources/Inbox",
    "Sources/LinuxSystem",
    "Sources/MailslotCLI",
    "Sources/Mailslots",
    "Sources/MessengerAgent",
    "Sources/MessngrCLI",
    "Sources/Sending",
    "Sources/Notifications",
  ]

  /// Folders with texts that do not name the actor.
  static let plainEnglish: Set<String> = [
    "Resources/completions",
    "Resources/man",
    "Sources/Accounts",
    "Sources/CLinux",
    "Sources/DaemonSupport",
    "Sources/Inbox",
    "Sources/LinuxSystem",
    "Sources/MailslotCLI",
    "Sources/Mailslots",
    "Sources/MessengerAgent",
    "Sources/MessngrCLI",
    "Sources/Sending",
    "Sources/messngr-gateway",
    "Sources/NetBIOS",
    "Sources/Notifications",
    "Sources/SMBMessaging",
    "Sources/Wire",
    "Sources/messngrd",
    "Tests/DaemonSupportTests",
    "Tests/InboxTests",
    "Tests/MailslotCLITests",
    "Tests/MailslotsTests",
    "Tests/MessengerAgentTests",
    "Tests/MessngrCLITests",
    "Tests/SendingTests",
    "Tests/NetBIOSTests",
    "Tests/NotificationsTests",
    "Tests/SMBMessagingTests",
  ]
}
