// SPDX-License-Identifier: Apache-2.0

import AgentPolicy
import AgentSupport
public import DaemonSupport
public import LinuxSystem
public import Logging

/// The settings of the relay, with their defaults.
///
/// The keys of the configuration file are the names of these properties, written with hyphens;
/// `relay.yaml` of the package shows all of them.
public struct RelayConfiguration: Equatable, Sendable {
  /// The name of this machine in the realm; empty for the host name, up to its first dot.
  var host = ""

  /// The directory with the machine's certificate, its key, the authority's certificate, and the list.
  var directory = "/etc/messngr/realm"

  /// The directory for the outbox.
  var state = "/var/lib/messngr-relay"

  /// The servers as URLs; those of the list when empty.
  var servers: [String] = []

  /// The most messages of one sender in the outbox.
  var senderMessages = 10_000

  /// The most bytes of one sender in the outbox.
  var senderBytes = 256 << 20

  /// The least severe messages that the relay logs.
  public internal(set) var logLevel = Logger.Level.info

  /// Creates a configuration with all defaults.
  public init() {}
}

extension RelayConfiguration: DaemonConfiguration {
  /// The name of the program.
  public static let programName = "messngr-relay"

  /// The file in which an administrator configures the relay.
  public static let file: FilePath = "/etc/messngr/relay.yaml"

  /// All settings, in the order of the example file.
  public static let settings: [Setting<RelayConfiguration>] = [
    Setting("host", \.host, .hostName),
    Setting("directory", \.directory, .path),
    Setting("state", \.state, .path),
    Setting("servers", each: \.servers, .serverURL),
    Setting("sender-messages", \.senderMessages, .number(1...10_000_000)),
    Setting("sender-bytes", \.senderBytes, .byteCount(524_288...1 << 40)),
    Setting("log-level", \.logLevel, .word),
  ]

  /// The name of this machine in the realm.
  var hostName: String {
    host.isEmpty ? String(HostName.current.prefix { $0 != "." }) : host
  }

  /// The settings of the intake: how much each sender may have in the outbox.
  var intakeSettings: AgentSettings {
    var configuration = AgentConfiguration()
    configuration.admission.senderMessages = senderMessages
    configuration.admission.senderBytes = senderBytes
    return AgentSettings(configuration)
  }
}
