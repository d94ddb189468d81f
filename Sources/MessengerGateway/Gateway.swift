// SPDX-License-Identifier: Apache-2.0

import Accounts
import DaemonSupport
import Listeners
import Logging
import NIOPosix
import NameDirectory
import ServiceLifecycle
import UnixSignals

/// The gateway of one machine: brings messages from the network to the users of the machine.
///
///     UDP 137 ── names
///     UDP 138 ──► datagrams ──┐
///     nmbd    ──────▲         ├──► delivery ──► mailslots and spools of this machine
///     TCP 139 ──► sessions ───┘
///
/// Nothing on these ports proves who sends. Every message carries its origin, and agents show it as
/// unverified. The gateway sends nothing to the network: what came from there cannot go back.
public struct Gateway: Sendable {
  private let configuration: GatewayConfiguration
  private let environment: @Sendable (String) -> String?
  private let log: Logger

  /// How often the gateway looks for changes of the machine's names and interfaces.
  static let refreshInterval = Duration.seconds(5)

  /// Prepares a gateway.
  ///
  /// - Parameters:
  ///   - configuration: How it behaves.
  ///   - environment: Reads a variable of the environment.
  public init(
    configuration: GatewayConfiguration, environment: @escaping @Sendable (String) -> String?
  ) {
    self.configuration = configuration
    self.environment = environment
    let manager = ServiceManager(environment: environment)
    log = Logger(label: "messngr-gateway") { _ in
      LineLogHandler(
        program: "messngr-gateway", level: { configuration.logLevel },
        hasPriorities: manager.readsPriorities)
    }
  }

  /// Runs until the process gets SIGTERM or SIGINT, then gives the names up.
  ///
  /// - Throws: ``GatewayError`` when it cannot start.
  public func run() async throws {
    guard configuration.sessions || configuration.datagrams || configuration.nameService else {
      throw GatewayError.nothingToDo
    }
    let receipts = try DescriptorWatch()
    let threads = NIOThreadPool(numberOfThreads: GatewayDelivery.threadCount)
    threads.start()
    let result: Result<Void, any Error>
    do {
      result = .success(try await ListenerLoop.with { try await run(on: $0, threads, receipts) })
    } catch {
      result = .failure(error)
    }
    try await threads.shutdownGracefully()
    receipts.stop()
    try result.get()
  }

  private func run(
    on loop: ListenerLoop, _ threads: NIOThreadPool, _ receipts: DescriptorWatch
  ) async throws {
    let paths = Paths(environment: environment)
    let accounts = AccountDatabase()
    let manager = ServiceManager(environment: environment)
    var watch = MachineWatch(
      configuration: configuration,
      users: ReachableUsersFinder(
        paths: paths, accounts: accounts, machine: configuration.machineName,
        includesAway: configuration.away))
    let (names, interfaces) = watch.look(at: .now)
    let host = HostNetworkState(
      names: names, interfaces: interfaces,
      networks: configuration.networks.isEmpty ? nil : configuration.networks)
    let metrics = Metrics(log: log)
    let browseList = SharedBrowseList()
    let (changes, looks) = AsyncStream.makeStream(
      of: Void.self, bufferingPolicy: .bufferingNewest(1))
    var open = try await OpenListeners.open(
      configuration, on: loop, sockets: InheritedSockets(manager.sockets),
      host: host,
      sink: GatewayDelivery(
        paths: paths, accounts: accounts, configuration: configuration, threads: threads,
        watch: receipts, log: log),
      metrics: metrics, browseList: browseList
    ) { text in manager.notify("STATUS=\(text)") }
    explain(open)
    guard !open.services.isEmpty else { throw GatewayError.noListener(open.errors) }
    open.links = await LinkListener.open(on: loop) { lost in
      host.noteLostLinks(lost)
      looks.yield()
    }
    let refresh = RefreshService(
      watch: watch, host: host, nameService: open.nameService,
      machines: open.datagrams == nil
        ? nil
        : BrowseListWriter(
          browseList: browseList, list: BrowseListFile(at: paths.heardMachines),
          codePage: configuration.codePage, log: log),
      loop: loop, interval: Gateway.refreshInterval, changes: changes, looks: looks)
    var quiet = log
    quiet.logLevel = .error
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: (open.services + [refresh]).map { .init(service: $0) },
        gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet))
    log.info("listening: \(open.description)", metadata: ["name": "\(configuration.machineName)"])
    manager.notify("READY=1")
    try await group.run()
    manager.notify("STOPPING=1")
    let figures = metrics.counts.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    log.info("stopped: \(figures.joined(separator: " "))")
  }

  /// Logs which listeners could not be opened, and what an administrator can do.
  private func explain(_ open: OpenListeners) {
    for error in open.errors { log.error("\(error)") }
    if let type = configuration.nodeType, type != configuration.nodeSettings.nodeType {
      log.warning("without wins-server, node-type has no effect: the gateway is a B-node")
    }
    guard open.errors.contains(where: \.isTaken) else { return }
    log.error(
      """
      Samba's nmbd holds UDP 137 and 138, and its smbd TCP 139, where they run. There are two ways to \
      join them: for sessions, "message command = /usr/libexec/messngr/samba-message %s %f %m" in \
      smb.conf, see messngr-gateway(8); for datagrams, nmbd's socket \(configuration.nmbdSocket), \
      which \(open.nmbd == nil ? "does not exist" : "the gateway uses now")
      """)
  }
}
