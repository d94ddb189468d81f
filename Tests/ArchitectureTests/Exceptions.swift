// SPDX-License-Identifier: Apache-2.0

/// Where the house does not yet keep its rules.
///
/// An entry that is not needed fails, so the lists shrink.
enum Exceptions {
  /// Targets that call libc without `LinuxSystem`.
  static let rawCalls: Set<String> = [
    "Clocks",
    "DaemonSupport",
    "Inbox",
    "Listeners",
    "MailslotCLI",
    "Mailslots",
    "MessengerAgent",
    "MessengerGateway",
    "MessngrCLI",
    "Notifications",
    "Places",
    "Sending",
    "Threads",
    "mailslot",
    "messngr",
    "messngr-gateway",
    "messngrd",
    "netsend",
  ]

  /// What the small programs use and Embedded Swift lacks.
  static let sendPath: Set<String> = [
    "MailslotCLI: import SystemPackage",
    "Mailslots: cast",
    "Mailslots: import SystemPackage",
    "Mailslots: untyped throws",
    "Messages: key path",
    "NetBIOS: key path",
    "Places: import SystemPackage",
    "Places: key path",
    "Places: untyped throws",
    "Sending: cast",
    "Sending: import SystemPackage",
    "Sending: key path",
    "Sending: untyped throws",
    "Threads: any",
    "Threads: key path",
    "Threads: untyped throws",
    "netsend: import SystemPackage",
  ]

  /// Files with a suspicious word whose reason does not stand beside it.
  static let reasons: Set<String> = [
    "Sources/Mailslots/Descriptors/DescriptorCloser.swift",
    "Sources/Mailslots/Reading/Parker.swift",
    "Sources/Mailslots/Reading/ReceiveBuffer.swift",
    "Sources/Notifications/Bus/Variant.swift",
    "Sources/Notifications/GLib/GObjectReference.swift",
    "Sources/Threads/Guarded.swift",
    "Sources/Threads/Workers.swift",
    "Tests/Fuzzing/FuzzDatagramReceiver/FuzzDatagramReceiver.swift",
    "Tests/MailslotsTests/ConcurrencyTests.swift",
    "Tests/MailslotsTests/ReadingTests.swift",
    "Tests/MessngrCLITests/DoctorTests.swift",
    "Tests/TestSupport/Watched.swift",
  ]

  /// Names that two types have.
  static let typeNames: Set<String> = [
    "DatagramTests",
    "DeadlineTests",
    "DesktopTests",
    "NetsendTests",
    "Origin",
  ]

  /// Folders with more than 15 Swift files.
  static let fullFolders: Set<String> = [
    "Sources/MessengerAgent",
    "Sources/MessengerGateway",
    "Sources/Sending",
    "Sources/Sending/Network",
    "Tests/EndToEndTests",
    "Tests/GatewayTests",
    "Tests/MailslotsTests",
  ]

  /// Targets whose folders the floor plan does not show as they are.
  static let folders: Set<String> = [
    "Sources/Clocks",
    "Sources/DaemonSupport",
    "Sources/Inbox",
    "Sources/Listeners",
    "Sources/MailslotCLI",
    "Sources/Mailslots",
    "Sources/MessengerAgent",
    "Sources/MessengerGateway",
    "Sources/MessngrCLI",
    "Sources/Notifications",
    "Sources/Places",
    "Sources/Sending",
    "Sources/Threads",
  ]

  /// Folders with texts that do not name the actor.
  static let plainEnglish: Set<String> = [
    "Resources/completions",
    "Resources/config",
    "Resources/desktop",
    "Resources/docs",
    "Resources/libexec",
    "Resources/man",
    "Resources/scripts",
    "Resources/systemd",
    "Sources/CLinux",
    "Sources/Clocks",
    "Sources/Console",
    "Sources/DaemonSupport",
    "Sources/Inbox",
    "Sources/Listeners",
    "Sources/MailslotCLI",
    "Sources/Mailslots",
    "Sources/Messages",
    "Sources/MessengerAgent",
    "Sources/MessengerGateway",
    "Sources/MessngrCLI",
    "Sources/NetBIOS",
    "Sources/Notifications",
    "Sources/Places",
    "Sources/SMBMessaging",
    "Sources/Sending",
    "Sources/Threads",
    "Sources/Wire",
    "Sources/messngr-gateway",
    "Sources/messngrd",
    "Tests/Benchmark",
    "Tests/DaemonSupportTests",
    "Tests/EndToEndTests",
    "Tests/Fixtures",
    "Tests/Fuzzing",
    "Tests/GatewayTests",
    "Tests/InboxTests",
    "Tests/ListenersTests",
    "Tests/MailslotCLITests",
    "Tests/MailslotsTests",
    "Tests/MessagesTests",
    "Tests/MessengerAgentTests",
    "Tests/MessngrCLITests",
    "Tests/NetBIOSTests",
    "Tests/NotificationsTests",
    "Tests/PlacesTests",
    "Tests/SMBMessagingTests",
    "Tests/SendingTests",
    "Tests/SystemTests",
    "Tests/TestSupport",
    "Tests/ThreadsTests",
  ]
}
