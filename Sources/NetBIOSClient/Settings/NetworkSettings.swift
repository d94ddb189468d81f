// SPDX-License-Identifier: Apache-2.0

public import LinuxSystem
import Messages
public import NetBIOS
import Wire

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
      let text = String(decoding: line, as: UTF8.self).trimmed()
      guard !text.isEmpty, !text.begins(with: "#") else { continue }
      guard read(text) else { throw .wrongLine(path, number: index + 1, text) }
    }
  }

  /// Takes one line; `false` when it is not `key = value` with a key and a value that exist.
  private mutating func read(_ line: String) -> Bool {
    let parts = line.parts(separator: "=", limit: 2)
    guard parts.count == 2 else { return false }
    let value = parts[1].trimmed()
    switch parts[0].trimmed() {
    case "network": return NetworkSettings.set(&use, Use(rawValue: value))
    case "workgroup": return NetworkSettings.set(&workgroup, (try? MessageName(value))?.text)
    // The first versions called it `wins`.
    case "wins-server", "wins":
      nameServer = IPv4Address(value)
      return nameServer != nil
    case "node-type": return NetworkSettings.set(&nodeType, NodeType(letter: value))
    case "lmhosts":
      hostsFile = FilePath(value)
      return value.begins(with: "/")
    case "code-page": return NetworkSettings.set(&encoding, NetworkEncoding(name: value))
    case "broadcast":
      let words = value.parts(separator: ",").flatMap { $0.parts(separator: " ") }
        .flatMap { $0.parts(separator: "\t") }.filter { !$0.isEmpty }
      broadcastAddresses = words.compactMap { IPv4Address($0) }
      return broadcastAddresses.count == words.count
    case "name-port": return NetworkSettings.set(&namePort, NetworkSettings.port(value))
    case "datagram-port": return NetworkSettings.set(&datagramPort, NetworkSettings.port(value))
    case "session-port": return NetworkSettings.set(&sessionPort, NetworkSettings.port(value))
    default: return false
    }
  }

  private static func set<Value>(_ setting: inout Value, _ value: Value?) -> Bool {
    guard let value else { return false }
    setting = value
    return true
  }

  private static func port(_ text: String) -> UInt16? {
    Digits.decimal(text, limit: UInt64(UInt16.max)).map { UInt16($0) }
  }
}
