// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

/// The settings of every Swift target here.
let house: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),  // SE-0335
  .enableUpcomingFeature("InternalImportsByDefault"),  // SE-0409
  .enableUpcomingFeature("MemberImportVisibility"),  // SE-0444
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),  // SE-0461
  .treatAllWarnings(as: .error),  // SE-0480
]

/// The settings of the sources, where an operation that is unsafe must say so (SE-0458).
let strict = house + [.strictMemorySafety()]

/// Whether `Resources/scripts/fuzz` is asking, for which everything counts its branches.
let isFuzzing = Context.environment["MESSNGR_FUZZING"] != nil
let sanitizeFuzzers = ["-sanitize=fuzzer,address"]

/// Whether `Resources/scripts/bench` is asking, which measures some things inside a Swift program.
let isMeasuring = Context.environment["MESSNGR_BENCHMARKS"] != nil

/// The two programs that run thousands of times a day start without a dynamic linker.
///
/// Release only: sanitizers cannot be linked into a static executable.
let staticExecutable: [LinkerSetting] = [
  .unsafeFlags(["-static-executable"], .when(configuration: .release))
]

let systemPackage: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")
let argumentParser: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let serviceLifecycle: Target.Dependency = .product(
  name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals: Target.Dependency = .product(
  name: "UnixSignals", package: "swift-service-lifecycle")
let configuration: Target.Dependency = .product(
  name: "Configuration", package: "swift-configuration")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")

func source(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(
    name: name, dependencies: dependencies,
    swiftSettings: strict + (isFuzzing ? [.unsafeFlags(sanitizeFuzzers)] : []))
}

func program(
  _ name: String, _ dependencies: [Target.Dependency], linking: [LinkerSetting] = []
) -> Target {
  .executableTarget(
    name: name, dependencies: dependencies, swiftSettings: strict, linkerSettings: linking)
}

func tests(
  _ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []
) -> Target {
  .testTarget(
    name: name, dependencies: dependencies, resources: resources, swiftSettings: house)
}

/// A program that feeds a decoder with what libFuzzer thinks of; lld, because gold stumbles over it.
func fuzzer(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(
    name: name, dependencies: dependencies + ["Fuzzing"], path: "Tests/Fuzzing/\(name)",
    swiftSettings: house + [.unsafeFlags(sanitizeFuzzers)],
    linkerSettings: [.unsafeFlags(sanitizeFuzzers + ["-use-ld=lld"])])
}

let fuzzers: [Target] = [
  .systemLibrary(name: "CFuzzer", path: "Tests/Fuzzing/CFuzzer"),
  .target(
    name: "Fuzzing", dependencies: ["CFuzzer"], path: "Tests/Fuzzing/Fuzzing",
    swiftSettings: house),
  fuzzer("FuzzMailslotBody", ["Messages"]),
  fuzzer("FuzzReceipt", ["Messages"]),
  fuzzer("FuzzNameServicePacket", ["NetBIOS", "Wire"]),
  fuzzer("FuzzNameOwner", ["NetBIOS", "Wire"]),
  fuzzer("FuzzNameQuery", ["NetBIOS", "Wire"]),
  fuzzer("FuzzDatagram", ["NetBIOS", "Wire"]),
  fuzzer("FuzzDatagramError", ["NetBIOS", "Wire"]),
  fuzzer("FuzzDatagramReceiver", ["Listeners", "Messages", "NetBIOS", "SMBMessaging", "Wire"]),
  fuzzer("FuzzUnexpectedPackets", ["Listeners"]),
  fuzzer("FuzzSessionPacket", ["NetBIOS", "Wire"]),
  fuzzer("FuzzMailslotWrite", ["SMBMessaging", "Wire"]),
  fuzzer("FuzzMessengerBody", ["SMBMessaging", "Wire"]),
  fuzzer("FuzzBrowserAnnouncement", ["SMBMessaging", "Wire"]),
  fuzzer("FuzzMessageRequest", ["SMBMessaging", "Wire"]),
  fuzzer("FuzzMessageReply", ["SMBMessaging", "Wire"]),
  fuzzer("FuzzMessageSession", ["NetBIOS", "SMBMessaging", "Wire"]),
  fuzzer("FuzzMessageTransmission", ["NetBIOS", "SMBMessaging", "Wire"]),
]

let benchmarks: [Target] = [
  .executableTarget(
    name: "Benchmark",
    dependencies: ["Inbox", "Mailslots", "Messages", "Places", systemPackage],
    path: "Tests/Benchmark", swiftSettings: house)
]

let package = Package(
  name: "messngr",
  products: [
    .library(name: "Mailslots", targets: ["Mailslots"]),
    .executable(name: "netsend", targets: ["netsend"]),
    .executable(name: "mailslot", targets: ["mailslot"]),
    .executable(name: "messngrd", targets: ["messngrd"]),
    .executable(name: "messngr", targets: ["messngr"]),
    .executable(name: "messngr-gateway", targets: ["messngr-gateway"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(
      url: "https://github.com/apple/swift-configuration", from: "1.4.0",
      traits: [.defaults, "YAML"]),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
  ],
  targets: [
    // MARK: - 0 C

    .target(name: "CLinux", cSettings: [.define("_GNU_SOURCE")]),
    .systemLibrary(
      name: "CNotify", pkgConfig: "libnotify", providers: [.apt(["libnotify-dev"])]),

    // MARK: - 1 Pure: values and codecs, no I/O

    source("Wire"),
    source("Messages", ["Wire"]),
    source("NetBIOS", ["Wire"]),
    source("SMBMessaging", ["Wire", "Messages"]),
    source("Console", ["Messages"]),
    source("AgentPolicy", ["Messages"]),

    // MARK: - 2 System

    source("Places", [systemPackage]),
    source("Threads"),
    source("Clocks", ["Messages"]),
    source("Mailslots", ["CLinux", "Places", "Threads", systemPackage]),

    // MARK: - 3 Services

    source(
      "Sending",
      [
        "Console", "Mailslots", "Messages", "NetBIOS", "Places", "SMBMessaging", "Threads", "Wire",
        systemPackage,
      ]),
    source(
      "DaemonSupport",
      ["Messages", "Places", logging, configuration, yams, systemPackage]),
    source("Inbox", ["Console", "Messages", "Places", systemPackage, grdb, sqlite]),
    source("Notifications", ["CNotify", "Threads"]),
    source(
      "Listeners",
      [
        "Messages", "NetBIOS", "SMBMessaging", "Threads", "Wire", nioCore, nioPosix,
        serviceLifecycle,
        logging,
      ]),

    // MARK: - 4 Composition

    source(
      "MailslotCLI",
      ["Console", "Mailslots", "Messages", "Places", "Sending", "Threads", systemPackage]),
    source(
      "MessengerAgent",
      [
        "AgentPolicy", "Clocks", "Console", "DaemonSupport", "Inbox", "Notifications", "Mailslots",
        "Messages",
        "Places",
        "Threads", "Wire", serviceLifecycle, unixSignals, logging, systemPackage,
      ]),

    source(
      "MessngrCLI",
      [
        "Clocks", "Console", "Inbox", "Mailslots", "Messages", "NetBIOS", "Places", "Sending",
        argumentParser,
        systemPackage,
      ]),

    source(
      "MessengerGateway",
      [
        "Clocks", "DaemonSupport", "Listeners", "Mailslots", "Messages", "NetBIOS", "Places",
        "SMBMessaging",
        "Sending", "Threads", nioPosix, serviceLifecycle, unixSignals, logging, systemPackage,
      ]),

    // MARK: - 5 Programs

    program(
      "netsend", ["Console", "Mailslots", "Messages", "Places", "Sending", systemPackage],
      linking: staticExecutable),
    program("mailslot", ["MailslotCLI", "Mailslots", "Places"], linking: staticExecutable),
    program(
      "messngrd",
      [
        "Console", "DaemonSupport", "MessengerAgent", "Places", "Threads", argumentParser, logging,
        systemPackage,
      ]),
    program("messngr", ["MessngrCLI"]),
    program(
      "messngr-gateway",
      ["Console", "DaemonSupport", "MessengerGateway", "Threads", argumentParser, systemPackage]),

    // MARK: - Tests

    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: house),
    tests("WireTests", ["Wire"]),
    tests("MessagesTests", ["Messages"]),
    tests("NetBIOSTests", ["NetBIOS", "Wire"]),
    tests("SMBMessagingTests", ["SMBMessaging", "NetBIOS", "Wire", "TestSupport"]),
    tests("ConsoleTests", ["Console"]),
    tests("AgentPolicyTests", ["AgentPolicy", "Messages"]),
    tests("PlacesTests", ["Places", "TestSupport", systemPackage]),
    tests("ThreadsTests", ["Threads"]),
    tests(
      "MailslotsTests", ["CLinux", "Mailslots", "Places", "Threads", "mailslot", systemPackage]),
    tests(
      "MailslotCLITests", ["Console", "MailslotCLI", "Mailslots", "Places", systemPackage]),
    tests(
      "SendingTests",
      [
        "Console", "Mailslots", "Messages", "NetBIOS", "Places", "SMBMessaging", "Sending",
        "TestSupport", "Threads", "Wire", systemPackage,
      ]),
    tests("InboxTests", ["Inbox", "TestSupport"], resources: [.copy("Fixtures")]),
    tests(
      "MessngrCLITests",
      [
        "Clocks", "Console", "Inbox", "MessngrCLI", "Mailslots", "Messages", "NetBIOS", "Places",
        "Sending",
        "TestSupport", "messngr", systemPackage,
      ]),
    tests("NotificationsTests", ["Notifications", "TestSupport", "Threads"]),
    tests("DaemonSupportTests", ["DaemonSupport", "Messages", "TestSupport", systemPackage]),
    tests(
      "MessengerAgentTests",
      [
        "AgentPolicy", "DaemonSupport", "Inbox", "Mailslots", "MessengerAgent", "Messages",
        "Places", "Threads",
        logging,
        systemPackage,
      ]),
    tests(
      "ListenersTests",
      [
        "Listeners", "Messages", "NetBIOS", "SMBMessaging", "TestSupport", "Threads", "Wire",
        logging, serviceLifecycle,
      ]),
    tests(
      "GatewayTests",
      [
        "DaemonSupport", "Listeners", "Mailslots", "MessengerGateway", "NetBIOS", "Places",
        "SMBMessaging",
        "TestSupport", "Threads", "Wire",
        "mailslot", "messngr", "messngr-gateway", "messngrd", "netsend", logging, systemPackage,
      ]),
    tests("ArchitectureTests", []),
    tests("SystemTests", ["TestSupport"]),
    tests(
      "EndToEndTests",
      [
        "TestSupport", "Inbox", "Mailslots", "Messages", "Places", "netsend", "mailslot",
        "messngrd",
        "messngr", "messngr-gateway", systemPackage,
      ]),
  ] + (isFuzzing ? fuzzers : []) + (isMeasuring ? benchmarks : []),
  swiftLanguageModes: [.v6]
)
