// SPDX-License-Identifier: Apache-2.0

public import LinuxSystem
import Messages
import NetBIOS

extension NetworkSettings {
  /// Reads the file at `path`; one that is not there leaves everything as it is without it.
  ///
  /// - Throws: ``NetworkSettingsError``.
  public init(reading path: FilePath) throws(NetworkSettingsError) {
    let contents: [UInt8]
    do throws(Errno) {
      contents = try FileContents.read(path)
    } catch .noSuchFileOrDirectory {
      self.init()
      return
    } catch {
      throw .unreadable(path, error)
    }
    self.init()
    let lines = contents.split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      let text = NetworkSettings.trimmed(String(decoding: line, as: UTF8.self)[...])
      guard !text.isEmpty, !text.hasPrefix("#") else { continue }
      guard read(text) else { throw .wrongLine(path, number: index + 1, String(text)) }
    }
  }

  /// Takes one line; `false` when it says nothing that can be understood.
  private mutating func read(_ line: Substring) -> Bool {
    let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return false }
    let value = String(NetworkSettings.trimmed(parts[1]))
    switch NetworkSettings.trimmed(parts[0]) {
    case "network": return set(\.use, Use(rawValue: value))
    case "workgroup": return set(\.workgroup, (try? MessageName(value))?.text)
    case "wins": return set(\.nameServer, IPv4Address(value).map(Optional.some))
    case "lmhosts": return set(\.hostsFile, value.hasPrefix("/") ? .some(FilePath(value)) : nil)
    case "code-page": return set(\.encoding, NetworkEncoding(name: value))
    case "broadcast":
      let words = value.split { $0 == "," || $0.isWhitespace }
      let addresses = words.compactMap { IPv4Address($0) }
      return set(\.broadcastAddresses, addresses.count == words.count ? addresses : nil)
    case "name-port": return set(\.namePort, UInt16(value))
    case "datagram-port": return set(\.datagramPort, UInt16(value))
    case "session-port": return set(\.sessionPort, UInt16(value))
    default: return false
    }
  }

  private mutating func set<Value>(
    _ key: WritableKeyPath<NetworkSettings, Value>, _ value: Value?
  ) -> Bool {
    guard let value else { return false }
    self[keyPath: key] = value
    return true
  }

  private static func trimmed(_ text: Substring) -> Substring {
    let start = text.drop(while: \.isWhitespace)
    guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return start[...end]
  }
}
