// SPDX-License-Identifier: Apache-2.0

/// Where the house does not yet keep its rules.
///
/// An entry that is not needed fails, so the lists shrink.
enum Exceptions {
  /// Targets that call libc without `LinuxSystem`.
  static let rawCalls: Set<String> = [
    "DaemonSupport",
    "Inbox",
    "Listeners",
    "MessengerGateway",
    "MessngrCLI",
    "Notifications",
    "Sending",
    "messngr",
    "messngr-gateway",
    "messngrd",
    "netsend",
  ]

  /// What the small programs use and Embedded Swift lacks.
  static let sendPath: Set<String> = [
    "Accounts: key path",
    "LinuxSystem: any",
    "LinuxSystem: key path",
    "Messages: key path",
    "NetBIOS: key path",
    "Sending: key path",
    "Sending: untyped throws",
  ]

  /// Files with a suspicious word whose reason does not stand beside it.
  static let reasons: Set<String> = [
    "Sources/LinuxSystem/Threads/Workers.swift",
    "Sources/Notifications/Bus/Variant.swift",
    "Sources/Notifications/GLib/GObjectReference.swift",
    "Tests/MailslotsTests/ConcurrencyTests.swift",
    "Tests/MailslotsTests/ReadingTests.swift",
    "Tests/MessngrCLITests/DoctorTests.swift",
  ]

  /// Names that two types have.
  static let typeNames: Set<String> = [
    "DatagramTests"
  ]

  /// Folders with more than 15 Swift files.
  static let fullFolders: Set<String> = [
    "Sources/MessengerGateway",
    "Sources/Sending",
    "Sources/Sending/Network",
    "Tests/GatewayTests",
    "Tests/MailslotsTests",
  ]

  /// Targets whose folders the floor plan does not show as they are.
  static let folders: Set<String> = [
    "Sources/Accounts",
    "Sources/DaemonSupport",
    "Sources/Inbox",
    "Sources/LinuxSystem",
    "Sources/Listeners",
    "Sources/MailslotCLI",
    "Sources/Mailslots",
    "Sources/MessengerGateway",
    "Sources/MessngrCLI",
    "Sources/Notifications",
    "Sources/Sending",
  ]

  /// Folders with texts that do not name the actor.
  static let plainEnglish: Set<String> = [
    "Resources/completions",
    "Resources/man",
    "Sources/Accounts",
    "Sources/CLinux",
    "Sources/Console",
    "Sources/DaemonSupport",
    "Sources/Inbox",
    "Sources/LinuxSystem",
    "Sources/Listeners",
    "Sources/MailslotCLI",
    "Sources/Mailslots",
    "Sources/Messages",
    "Sources/MessengerGateway",
    "Sources/MessngrCLI",
    "Sources/NetBIOS",
    "Sources/Notifications",
    "Sources/SMBMessaging",
    "Sources/Sending",
    "Sources/Wire",
    "Sources/messngr-gateway",
    "Tests/DaemonSupportTests",
    "Tests/GatewayTests",
    "Tests/InboxTests",
    "Tests/ListenersTests",
    "Tests/MailslotCLITests",
    "Tests/MailslotsTests",
    "Tests/MessagesTests",
    "Tests/MessngrCLITests",
    "Tests/NetBIOSTests",
    "Tests/NotificationsTests",
    "Tests/SMBMessagingTests",
    "Tests/SendingTests",
  ]
}
