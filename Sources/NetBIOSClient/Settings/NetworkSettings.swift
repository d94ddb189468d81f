// SPDX-License-Identifier: Apache-2.0

public import LinuxSystem
import Messages
public import NetBIOS

/// How this machine sends to the network: the file `/etc/messngr/network`.
///
///     # a comment
///     network = on
///     workgroup = WORKGROUP
///     wins-server = 192.0.2.1
///
/// Without the file, a message leaves this machine only when its sender names a computer or a workgroup.
public struct NetworkSettings: Equatable, Sendable {
  /// When messages may leave this machine.
  public enum Use: String, Sendable {
    /// Never, not even when the sender names a computer.
    case never

    /// When the recipient is a computer (`\\HOST`) or a workgroup (`/domain`).
    case off

    /// Also when no user of this machine has the name, and for `*`.
    case on
  }

  /// `network`: when messages may leave this machine.
  public var use = Use.off

  /// `workgroup`: the workgroup of this machine.
  public var workgroup = "WORKGROUP"

  /// `wins-server`: the name server to ask.
  public var nameServer: IPv4Address?

  /// `node-type`: in which order to broadcast and to ask the name server.
  public var nodeType = NodeType.hybrid

  /// `lmhosts`: a file of names and addresses to read before anything is asked on the network.
  public var hostsFile: FilePath?

  /// `code-page`: the encoding of text.
  public var encoding = NetworkEncoding.page(.cp850)

  /// `broadcast`: the broadcast addresses; empty for those of the machine's interfaces.
  public var broadcastAddresses: [IPv4Address] = []

  /// `name-port`: UDP, 137.
  public var namePort = Endpoint.nameServicePort

  /// `datagram-port`: UDP, 138.
  public var datagramPort = Endpoint.datagramServicePort

  /// `session-port`: TCP, 139.
  public var sessionPort = Endpoint.sessionServicePort

  /// Creates the settings of a machine without the file.
  public init() {}

  // MARK: Reading

  /// Reads the file at `path`; without the file the settings are those of ``init()``.
  ///
  /// - Throws: ``NetworkSettingsError``.
  public init(reading path: FilePath) throws(NetworkSettingsError) {
    self.init()
    let contents: [UInt8]
    do throws(Errno) {
      contents = try FileContents.read(path)
    } catch .noSuchFileOrDirectory {
      return
    } catch {
      throw .unreadable(path, error)
    }
    let lines = contents.split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      let text = NetworkSettings.trimmed(String(decoding: line, as: UTF8.self)[...])
      guard !text.isEmpty, !text.hasPrefix("#") else { continue }
      guard read(text) else { throw .wrongLine(path, number: index + 1, String(text)) }
    }
  }

  /// Takes one line; `false` when it is not `key = value` with a key and a value that exist.
  private mutating func read(_ line: Substring) -> Bool {
    let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return false }
    let value = String(NetworkSettings.trimmed(parts[1]))
    switch NetworkSettings.trimmed(parts[0]) {
    case "network": return NetworkSettings.set(&use, Use(rawValue: value))
    case "workgroup": return NetworkSettings.set(&workgroup, (try? MessageName(value))?.text)
    // The first versions called it `wins`.
    case "wins-server", "wins":
      nameServer = IPv4Address(value)
      return nameServer != nil
    case "node-type": return NetworkSettings.set(&nodeType, NodeType(letter: value))
    case "lmhosts":
      hostsFile = FilePath(value)
      return value.hasPrefix("/")
    case "code-page": return NetworkSettings.set(&encoding, NetworkEncoding(name: value))
    case "broadcast":
      let words = value.split { $0 == "," || $0.isWhitespace }
      broadcastAddresses = words.compactMap { IPv4Address($0) }
      return broadcastAddresses.count == words.count
    case "name-port": return NetworkSettings.set(&namePort, UInt16(value))
    case "datagram-port": return NetworkSettings.set(&datagramPort, UInt16(value))
    case "session-port": return NetworkSettings.set(&sessionPort, UInt16(value))
    default: return false
    }
  }

  private static func set<Value>(_ setting: inout Value, _ value: Value?) -> Bool {
    guard let value else { return false }
    setting = value
    return true
  }

  private static func trimmed(_ text: Substring) -> Substring {
    let start = text.drop { $0.isWhitespace }
    guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return start[...end]
  }
}
