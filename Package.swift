// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

/// Whether SwiftPM has fetched this package for another one, into one of its directories for that.
///
/// It then passes `-suppress-warnings`, and with the build system `swiftbuild` a compiler that also gets
/// `-warnings-as-errors` stops.
let isFetched = ["/checkouts/", "/registry/downloads/"].contains { folder in
  Context.packageDirectory.contains(folder)
}

/// The settings of every Swift target here.
let house: [SwiftSetting] =
  [
    .enableUpcomingFeature("ExistentialAny"),  // SE-0335
    .enableUpcomingFeature("InternalImportsByDefault"),  // SE-0409
    .enableUpcomingFeature("MemberImportVisibility"),  // SE-0444
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),  // SE-0461
  ] + (isFetched ? [] : [.treatAllWarnings(as: .error)])  // SE-0480

/// The settings of the sources, where an operation that is unsafe must say so (SE-0458).
let strict = house + [.strictMemorySafety()]

/// Whether `Resources/scripts/fuzz` is asking, for which everything counts its branches.
let isFuzzing = Context.environment["MESSNGR_FUZZING"] != nil
let sanitizeFuzzers = ["-sanitize=fuzzer,address"]

/// Whether `Resources/scripts/bench` is asking, which measures some things inside a Swift program.
let isMeasuring = Context.environment["MESSNGR_BENCHMARKS"] != nil

/// Whether the send path is built as Embedded Swift, for the release programs `netsend` and `mailslot`.
///
/// The variable names the directory with the tables of Unicode for it. One build has each module in one
/// mode only, so this is a build of its own: `build_release` in `Resources/scripts/lib/common` does it.
let embeddedLibraries = Context.environment["MESSNGR_EMBEDDED"]
let isEmbedded = embeddedLibraries != nil

/// The directory of musl's headers and files to link, with which the two programs are built as Embedded Swift.
///
/// glibc asks the processor 43 times what it can do before main(), which a virtual machine answers slowly: 0.3 ms
/// of the 0.4 that the whole process takes. musl does not ask. libmessngr is built without it: it uses the C
/// library of the program that loads it.
let musl = Context.environment["MESSNGR_MUSL"]

/// The options of clang for the headers of musl, which come before those of glibc and of the kernel.
let muslHeaders = musl.map { ["-isystem", "\($0)/include"] } ?? []

/// None at all without musl: SwiftPM refuses a package with unsafe flags as a dependency of another one.
let muslSettings: [CSetting] = musl == nil ? [] : [.unsafeFlags(muslHeaders)]

/// The linker makes the machine code of Embedded Swift and of the C below it at once, and without what is not called.
let smallC = ["-Os", "-flto", "-fno-asynchronous-unwind-tables"]

let embedded: [SwiftSetting] = [
  .enableExperimentalFeature("Embedded"),
  .unsafeFlags(["-wmo", "-Xfrontend", "-function-sections", "-Osize"]),
  // The pass numbers the constant arrays of a function in an order that differs from module to module, and
  // the linker takes those with one name for one array (Swift 6.3.1): a state counts as another then.
  .unsafeFlags(["-Xllvm", "-sil-disable-pass=object-outliner"]),
  // A function that is large after all of its calls were inlined keeps its values far away on the stack, where
  // each use takes three bytes more. These are 60 KB of libmessngr. Nor are functions written out again for each
  // closure that they are called with, nor loops for the cases in which they are faster.
  .unsafeFlags([
    "-Xllvm", "-sil-inline-overall-caller-block-limit=0", "-Xllvm", "-inline-threshold=0",
  ]),
  .unsafeFlags(
    [
      "closure-specialize", "array-property-opt", "cowarray-opt", "jumpthread-simplify-cfg",
      "loop-rotate",
    ].flatMap { ["-Xllvm", "-sil-disable-pass=\($0)"] }),
  // The object files have bitcode, from which the linker makes the machine code of all modules at once.
  .unsafeFlags(["-Xfrontend", "-emit-bc", "-Xfrontend", "-lto=llvm-full"]),
  // All checks of a function end at one instruction.
  .unsafeFlags(["-Xfrontend", "-mergeable-traps"]),
  .unsafeFlags(muslHeaders.flatMap { ["-Xcc", $0] }),
]

/// The two programs that run thousands of times a day start without a dynamic linker.
///
/// Release only: sanitizers cannot be linked into a static executable.
func staticExecutable(_ name: String) -> [LinkerSetting] {
  guard let embeddedLibraries, let musl else {
    return [.unsafeFlags(["-static-executable"], .when(configuration: .release))]
  }
  let compiler = ["-static", "-nostdlib"]
  let linker = [
    "--gc-sections", "--icf=all",
    // Sources/CStart/start.c
    "--defsym=main=cstart_main", "--defsym=cstart_program=\(name)_main",
    "-T", "\(Context.packageDirectory)/Resources/library/static.ld",
  ]
  let files = [
    "-L\(embeddedLibraries)", "-lunicode",
    "-L\(musl)", "-l:crt1.o", "-l:crti.o", "-l:crtn.o", "-lc", "-lgcc",
  ]
  return [
    .unsafeFlags(
      ["-enable-experimental-feature", "Embedded", "-lto=llvm-full", "-use-ld=lld"]
        + compiler.flatMap { ["-Xclang-linker", $0] } + linker.flatMap { ["-Xlinker", $0] } + files,
      .when(configuration: .release))
  ]
}

/// Swift lets the dynamic linker see all functions of a program with the runtime in it; nothing looks them up.
let manyPrograms: [LinkerSetting] = [
  .unsafeFlags(["-Xlinker", "--no-export-dynamic"], .when(configuration: .release))
]

/// What another package leaves out with `traits: []` if it wants the library `Mailslots` alone: SwiftPM then
/// fetches none of the packages that only the programs need; SE-0450.
///
/// By default the trait is on, so that `swift build` makes the programs without an option.
let programs = "Programs"

/// A product of another package, which only the programs need.
func external(_ name: String, _ package: String) -> Target.Dependency {
  .product(name: name, package: package, condition: .when(traits: [programs]))
}

let argumentParser = external("ArgumentParser", "swift-argument-parser")
let logging = external("Logging", "swift-log")
let serviceLifecycle = external("ServiceLifecycle", "swift-service-lifecycle")
let unixSignals = external("UnixSignals", "swift-service-lifecycle")
let yams = external("Yams", "Yams")
let nioCore = external("NIOCore", "swift-nio")
let nioPosix = external("NIOPosix", "swift-nio")
let grdb = external("GRDB", "GRDB.swift")
let sqlite = external("GRDBSQLite", "GRDB.swift")

func source(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(
    name: name, dependencies: dependencies,
    swiftSettings: strict + (isFuzzing ? [.unsafeFlags(sanitizeFuzzers)] : [])
      + (isEmbedded ? embedded : []))
}

func program(
  _ name: String, _ dependencies: [Target.Dependency], linking: [LinkerSetting] = []
) -> Target {
  .executableTarget(
    name: name, dependencies: dependencies, swiftSettings: strict + (isEmbedded ? embedded : []),
    linkerSettings: linking)
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
  fuzzer("FuzzRelayInput", ["Fleet", "MessengerRelay", "Messages", "Realm"]),
  fuzzer("FuzzSendRequest", ["CInterface", "CMessngr", "MessageDelivery"]),
  fuzzer("FuzzMailslotCalls", ["CInterface", "CMessngr"]),
  fuzzer("FuzzNameServicePacket", ["NetBIOS", "Wire"]),
  fuzzer("FuzzNameOwner", ["NetBIOS", "Wire"]),
  fuzzer("FuzzNameQuery", ["NetBIOS", "Wire"]),
  fuzzer("FuzzDatagram", ["NetBIOS", "Wire"]),
  fuzzer("FuzzDatagramError", ["NetBIOS", "Wire"]),
  fuzzer(
    "FuzzDatagramReceiver",
    ["Listeners", "Messages", "NetBIOS", "RateLimits", "SMBMessaging", "Wire"]),
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
    dependencies: ["Inbox", "Mailslots", "Messages", "LinuxSystem", "Accounts"],
    path: "Tests/Benchmark", swiftSettings: house)
]

let package = Package(
  name: "messngr",
  products: [
    // The types of the paths, accounts and descriptors that the calls of Mailslots name come with it.
    .library(name: "Mailslots", targets: ["Mailslots", "Accounts", "LinuxSystem"]),
    .executable(name: "netsend", targets: ["netsend"]),
    .executable(name: "mailslot", targets: ["mailslot"]),
    .executable(name: "messngrd", targets: ["messngrd"]),
    .executable(name: "messngr", targets: ["messngr"]),
    .executable(name: "messngr-gateway", targets: ["messngr-gateway"]),
    .executable(name: "messngr-relay", targets: ["messngr-relay"]),
  ],
  traits: [
    .default(enabledTraits: [programs]),
    .trait(name: programs, description: "The programs, and the packages that they need"),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
  ],
  targets: [
    // MARK: - 0 C

    .target(
      name: "CLinux",
      cSettings: [.define("_GNU_SOURCE")] + muslSettings
        + (isEmbedded ? [.unsafeFlags(smallC)] : [])),
    .target(
      name: "CStart",
      cSettings: isEmbedded ? [.define("CSTART_WITHOUT_RUNTIME")] + muslSettings : []),
    .systemLibrary(
      name: "CNotify", pkgConfig: "libnotify", providers: [.apt(["libnotify-dev"])]),
    .systemLibrary(name: "CNATS", pkgConfig: "libnats", providers: [.apt(["libnats-dev"])]),
    .systemLibrary(name: "CMessngr"),
    .target(
      name: "CEmptyICU",
      cSettings: [.define("MESSNGR_EMPTY_ICU", .when(configuration: .release))]),

    // MARK: - 1 Pure: values and codecs, no I/O

    source("Wire"),
    source("Messages", ["Wire"]),
    source("NetBIOS", ["Wire"]),
    source("SMBMessaging", ["Wire", "Messages"]),
    source("Console", ["Messages"]),
    source("RateLimits"),
    source("Realm"),
    source("AgentPolicy", ["Messages", "RateLimits"]),

    // MARK: - 2 System

    source("LinuxSystem", ["CLinux", "Messages", "Wire"]),
    source("Accounts", ["LinuxSystem", "Wire"]),
    source("Mailslots", ["LinuxSystem", "Accounts", "Wire"]),

    // MARK: - 3 Services

    source(
      "NameDirectory",
      ["Accounts", "Console", "LinuxSystem", "Mailslots", "Messages", "NetBIOS", "Wire"]),
    source(
      "NetBIOSClient",
      [
        "Console", "LinuxSystem", "Mailslots", "Messages", "NetBIOS", "SMBMessaging", "Wire",
      ]),
    source(
      "MessageDelivery",
      [
        "Accounts", "Console", "LinuxSystem", "Mailslots", "Messages", "NameDirectory", "NetBIOS",
        "NetBIOSClient", "SMBMessaging", "Wire",
      ]),
    source(
      "DaemonSupport",
      ["Console", "Messages", "LinuxSystem", logging, yams]),
    source("Inbox", ["Console", "Messages", "LinuxSystem", "Accounts", grdb, sqlite]),
    source(
      "AgentSupport",
      [
        "Accounts", "AgentPolicy", "Console", "DaemonSupport", "Inbox", "LinuxSystem", "Mailslots",
        "Messages", "RateLimits", "Wire", serviceLifecycle, logging,
      ]),
    source("Notifications", ["CNotify", "LinuxSystem"]),
    source("Fleet", ["CNATS", "LinuxSystem", "Realm"]),
    source(
      "Listeners",
      [
        "LinuxSystem", "Messages", "NetBIOS", "RateLimits", "SMBMessaging", "Wire", nioCore,
        nioPosix, serviceLifecycle, logging,
      ]),

    // MARK: - 4 Composition

    source(
      "NetsendCLI",
      [
        "Accounts", "Console", "LinuxSystem", "MessageDelivery", "Messages", "NameDirectory",
        "NetBIOSClient",
      ]),
    source(
      "MailslotCLI",
      ["Accounts", "Console", "LinuxSystem", "Mailslots", "Messages", "NetBIOSClient"]),
    source(
      "CInterface",
      [
        "Accounts", "CMessngr", "LinuxSystem", "Mailslots", "MessageDelivery", "Messages",
        "NameDirectory", "Wire",
      ]),
    source(
      "MessengerAgent",
      [
        "AgentPolicy", "AgentSupport", "LinuxSystem", "Console", "DaemonSupport", "Inbox",
        "MessageDelivery", "NameDirectory", "Notifications", "Mailslots", "Messages", "Accounts",
        serviceLifecycle, unixSignals,
        logging,
      ]),

    source(
      "MessngrCLI",
      [
        "Accounts", "AgentPolicy", "AgentSupport", "Console", "DaemonSupport", "Inbox",
        "LinuxSystem", "Mailslots", "MessageDelivery", "Messages", "NameDirectory", "NetBIOS",
        "NetBIOSClient", "Realm", argumentParser,
        logging,
      ]),

    source(
      "MessengerGateway",
      [
        "Accounts", "DaemonSupport", "LinuxSystem", "Listeners", "Mailslots", "MessageDelivery",
        "Messages", "NameDirectory", "NetBIOS", "RateLimits", "SMBMessaging", nioPosix,
        serviceLifecycle, unixSignals, logging,
      ]),

    source(
      "MessengerRelay",
      [
        "Accounts", "AgentPolicy", "AgentSupport", "DaemonSupport", "Fleet", "Inbox",
        "LinuxSystem", "Mailslots", "MessageDelivery", "Messages", "NameDirectory", "Realm",
        "Wire", serviceLifecycle, unixSignals, logging,
      ]),

    source(
      "MessngrdCLI",
      [
        "Accounts", "AgentSupport", "Console", "DaemonSupport", "LinuxSystem", "MessengerAgent",
        argumentParser, logging,
      ]),
    source("DaemonCLI", ["DaemonSupport", "LinuxSystem", argumentParser]),
    source(
      "GatewayCLI",
      ["Console", "DaemonCLI", "LinuxSystem", "MessengerGateway", argumentParser]),

    source(
      "RelayCLI",
      [
        "Console", "DaemonCLI", "DaemonSupport", "LinuxSystem", "MessengerRelay", argumentParser,
      ]),

    // MARK: - 5 Programs

    program(
      "netsend", ["CStart", "LinuxSystem", "NetsendCLI"], linking: staticExecutable("netsend")),
    program(
      "mailslot", ["CStart", "MailslotCLI", "Mailslots", "LinuxSystem", "Accounts"],
      linking: staticExecutable("mailslot")),
    // The installed program; the two below it are in it, and stand alone in the build for tests only.
    program(
      "messngr",
      ["CEmptyICU", "CStart", "GatewayCLI", "LinuxSystem", "MessngrCLI", "MessngrdCLI"],
      linking: manyPrograms),
    program("messngrd", ["CStart", "MessngrdCLI"]),
    program("messngr-gateway", ["CStart", "GatewayCLI"]),
    // A program of its own, because it is the only one that needs libnats.
    program("messngr-relay", ["CEmptyICU", "CStart", "RelayCLI"], linking: manyPrograms),

    // MARK: - Tests

    .target(
      name: "TestSupport", dependencies: ["LinuxSystem", "Realm"], path: "Tests/TestSupport",
      swiftSettings: house),
    tests("WireTests", ["Wire"]),
    tests("MessagesTests", ["Messages", "TestSupport"]),
    tests("NetBIOSTests", ["NetBIOS", "TestSupport", "Wire"]),
    tests("SMBMessagingTests", ["Messages", "SMBMessaging", "NetBIOS", "Wire", "TestSupport"]),
    tests("ConsoleTests", ["Console"]),
    tests("AgentPolicyTests", ["AgentPolicy", "Messages", "RateLimits"]),
    tests("RateLimitsTests", ["RateLimits"]),
    tests("RealmTests", ["Realm"]),
    tests("LinuxSystemTests", ["LinuxSystem", "Accounts", "TestSupport"]),
    tests("AccountsTests", ["LinuxSystem", "Accounts", "TestSupport"]),
    tests(
      "MailslotsTests", ["Mailslots", "LinuxSystem", "Accounts", "TestSupport", "mailslot"]),
    tests(
      "MailslotCLITests", ["Console", "MailslotCLI", "Mailslots", "LinuxSystem", "Accounts"]),
    tests(
      "NameDirectoryTests",
      [
        "Accounts", "LinuxSystem", "Mailslots", "Messages", "NameDirectory", "NetBIOS",
        "TestSupport",
      ]
    ),
    tests(
      "NetBIOSClientTests",
      [
        "LinuxSystem", "Mailslots", "Messages", "NetBIOS", "NetBIOSClient", "TestSupport",
      ]),
    tests(
      "MessageDeliveryTests",
      [
        "Accounts", "Console", "LinuxSystem", "Mailslots", "MessageDelivery", "Messages",
        "NameDirectory", "NetBIOS", "NetBIOSClient", "SMBMessaging", "TestSupport", "Wire",
      ]),
    tests(
      "NetsendCLITests",
      ["MessageDelivery", "Messages", "NameDirectory", "NetBIOSClient", "NetsendCLI"]),
    tests(
      "InboxTests", ["Inbox", "LinuxSystem", "TestSupport", grdb], resources: [.copy("Fixtures")]),
    tests(
      "AgentSupportTests",
      [
        "Accounts", "AgentPolicy", "AgentSupport", "Console", "DaemonSupport", "Inbox",
        "LinuxSystem", "Mailslots", "Messages", "RateLimits", "TestSupport", logging,
      ]),
    tests(
      "MessngrCLITests",
      [
        "Accounts", "Console", "Inbox", "LinuxSystem", "MessngrCLI", "Mailslots", "Messages",
        "NameDirectory", "NetBIOS", "TestSupport", "messngr", "messngrd",
      ]),
    tests(
      "CInterfaceTests",
      [
        "CInterface", "CMessngr", "LinuxSystem", "Mailslots", "TestSupport", "messngr", "messngrd",
      ]),
    tests(
      "FleetTests", ["Fleet", "LinuxSystem", "Realm", "TestSupport", "messngr"]),
    tests(
      "MessengerRelayTests",
      [
        "Accounts", "DaemonSupport", "Fleet", "LinuxSystem", "MessengerRelay", "Messages",
        "Realm", "TestSupport",
      ]),
    tests("NotificationsTests", ["Notifications", "TestSupport", "LinuxSystem"]),
    tests("DaemonSupportTests", ["DaemonSupport", "Messages", "TestSupport", "LinuxSystem"]),
    tests(
      "MessengerAgentTests",
      [
        "AgentPolicy", "AgentSupport", "RateLimits", "DaemonSupport", "Inbox", "Mailslots",
        "MessengerAgent", "Messages", "Notifications", "LinuxSystem", "Accounts", "TestSupport",
        logging,
      ]),
    tests(
      "ListenersTests",
      [
        "LinuxSystem", "Listeners", "Messages", "NetBIOS", "RateLimits", "SMBMessaging",
        "TestSupport", "Wire", logging, serviceLifecycle,
      ]),
    tests(
      "GatewayTests",
      [
        "DaemonSupport", "Listeners", "Mailslots", "MessageDelivery", "Messages",
        "MessengerGateway", "NameDirectory", "NetBIOS", "LinuxSystem", "Accounts", "SMBMessaging",
        "TestSupport", "Wire", "mailslot", "messngr", "messngr-gateway",
        "messngrd", "netsend", logging,
      ]),
    tests("ArchitectureTests", []),
    tests("SystemTests", ["TestSupport"]),
    tests(
      "EndToEndTests",
      [
        "TestSupport", "Fleet", "Inbox", "Mailslots", "Messages", "LinuxSystem", "Accounts",
        "Realm", "netsend", "mailslot", "messngrd", "messngr", "messngr-gateway", "messngr-relay",
      ]),
  ] + (isFuzzing ? fuzzers : []) + (isMeasuring ? benchmarks : []),
  swiftLanguageModes: [.v6]
)

// Nothing else is built as Embedded Swift, and none of these needs another package.
if isEmbedded {
  package.products.append(.library(name: "CInterface", type: .static, targets: ["CInterface"]))
  let sendPath: Set = [
    "Accounts", "CInterface", "CLinux", "CMessngr", "CStart", "Console", "LinuxSystem",
    "MailslotCLI",
    "Mailslots", "MessageDelivery", "Messages", "NameDirectory", "NetBIOS", "NetBIOSClient",
    "NetsendCLI", "SMBMessaging", "Wire", "mailslot", "netsend",
  ]
  package.dependencies = []
  package.targets.removeAll { !sendPath.contains($0.name) }
  package.products.removeAll { !sendPath.contains($0.name) }
}
