// SPDX-License-Identifier: Apache-2.0

public import DaemonSupport
public import LinuxSystem
import Listeners
public import Logging
import NetBIOS
import RateLimits

/// The settings of the gateway, with their defaults.
///
/// The keys of the configuration file are the names of these properties, written with hyphens;
/// `gateway.yaml` of the package shows all of them.
public struct GatewayConfiguration: Equatable, Sendable {
  /// The machine's NetBIOS name; empty for the host name, up to its first dot, cut to 15 bytes.
  var machine = ""

  /// The workgroup that the machine belongs to.
  var workgroup = "WORKGROUP"

  /// Whether messages are taken over sessions: TCP 139.
  var sessions = true

  /// Whether datagrams are taken: UDP 138.
  var datagrams = true

  /// Whether the gateway claims names and answers questions for them: UDP 137.
  var nameService = true

  /// How the gateway claims names; `nil` for H with a WINS server and B without one.
  var nodeType: NodeType?

  /// The WINS server with which the gateway registers the names.
  var winsServer: IPv4Address?

  /// The interfaces on which the gateway listens; all when empty.
  var interfaces: [String] = []

  /// The networks from which the gateway takes packets; those of the interfaces when empty.
  var networks: [IPv4Network] = []

  /// Whether users get messages who are not logged in.
  var away = true

  /// The mailslots, other than the Messenger's, that take writes from the network.
  var mailslots: [MailslotPattern] = []

  /// The number of the code page of text that is not UTF-8.
  var codePage = 850

  /// How many messages the gateway takes from one address in which time.
  var messageLimit = RateLimit(count: 600, per: .seconds(60))

  /// How many datagrams the gateway takes from all addresses together in which time.
  var datagramLimit = RateLimit(count: 3000, per: .seconds(60))

  /// The most sessions at a time.
  var sessionCount = 1024

  /// The most sessions of one address at a time.
  var sessionsPerAddress = 64

  /// How long a session may be silent, in seconds.
  var sessionIdleTime = 60

  /// The socket from which Samba's nmbd passes datagrams on; empty for none.
  var nmbdSocket = NmbdListener.standardPath

  /// The port of the name service.
  var nameServicePort = 137

  /// The port for datagrams.
  var datagramPort = 138

  /// The port for sessions.
  var sessionPort = 139

  /// The least severe messages that the gateway logs.
  public internal(set) var logLevel = Logger.Level.info

  /// Creates a configuration with all defaults.
  public init() {}
}

extension GatewayConfiguration: DaemonConfiguration {
  /// The name of the program.
  public static let programName = "messngr-gateway"

  /// The file in which an administrator configures the gateway.
  public static let file: FilePath = "/etc/messngr/gateway.yaml"

  /// All settings, in the order of the example file.
  public static let settings: [Setting<GatewayConfiguration>] = [
    Setting("machine", \.machine, .netBIOSName(orEmpty: true)),
    Setting("workgroup", \.workgroup, .netBIOSName(orEmpty: false)),
    Setting("wins-server", \.winsServer, .server),
    Setting("node-type", \.nodeType, .nodeType),
    Setting("sessions", \.sessions, .yesOrNo),
    Setting("datagrams", \.datagrams, .yesOrNo),
    Setting("name-service", \.nameService, .yesOrNo),
    Setting("interfaces", each: \.interfaces, .interface),
    Setting("networks", each: \.networks, .network),
    Setting("message-limit", \.messageLimit, .rateLimit),
    Setting("datagram-limit", \.datagramLimit, .rateLimit),
    Setting("session-count", \.sessionCount, .number(1...16_384)),
    Setting("sessions-per-address", \.sessionsPerAddress, .number(1...16_384)),
    Setting("session-idle-time", \.sessionIdleTime, .seconds(1...3600)),
    Setting("away", \.away, .yesOrNo),
    Setting("mailslots", each: \.mailslots, .mailslot),
    Setting("code-page", \.codePage, .codePage),
    Setting("nmbd-socket", \.nmbdSocket, .path),
    Setting("name-service-port", \.nameServicePort, .number(0...65_535)),
    Setting("datagram-port", \.datagramPort, .number(0...65_535)),
    Setting("session-port", \.sessionPort, .number(0...65_535)),
    Setting("log-level", \.logLevel, .word),
  ]

  /// The node type, and the WINS server.
  var nodeSettings: NodeSettings { NodeSettings(nodeType: nodeType, server: winsServer) }

  /// The machine's name as it is claimed.
  var machineName: String {
    guard machine.isEmpty else { return machine }
    return String(HostName.current.prefix { $0 != "." }.prefix(15))
  }
}
