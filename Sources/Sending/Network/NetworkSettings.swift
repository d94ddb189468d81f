// SPDX-License-Identifier: Apache-2.0

public import LinuxSystem
import Messages
public import NetBIOS

/// What a sender has to know of the network: the file `/etc/messngr/network`.
///
///     # a comment
///     network = on
///     workgroup = WORKGROUP
///     wins = 192.0.2.1
///
/// Without the file, messages stay on this machine unless somebody names a computer or a workgroup.
public struct NetworkSettings: Equatable, Sendable {
  /// When messages may leave this machine.
  public enum Use: String, Sendable {
    /// Never, not even when a computer is named.
    case never

    /// When the recipient is a computer (`\\HOST`) or a workgroup (`/domain`).
    case off

    /// Also when nobody here has the name, and for everyone (`*`).
    case on
  }

  /// `network`: when messages may leave this machine.
  public var use = Use.off

  /// `workgroup`: the one that this machine is in.
  public var workgroup = "WORKGROUP"

  /// `wins`: the name server to ask before everyone is.
  public var nameServer: IPv4Address?

  /// `lmhosts`: a file of names and addresses that is looked at first.
  public var hostsFile: FilePath?

  /// `code-page`: how text is written.
  public var encoding = NetworkEncoding.page(.cp850)

  /// `broadcast`: the addresses that mean everyone; empty for those of the machine's interfaces.
  public var broadcastAddresses: [IPv4Address] = []

  /// `name-port`: UDP, 137.
  public var namePort = Endpoint.nameServicePort

  /// `datagram-port`: UDP, 138.
  public var datagramPort = Endpoint.datagramServicePort

  /// `session-port`: TCP, 139.
  public var sessionPort = Endpoint.sessionServicePort

  /// Creates the settings of a machine without the file.
  public init() {}
}
