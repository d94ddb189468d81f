// SPDX-License-Identifier: Apache-2.0

import Messages
package import NetBIOS
import Wire

/// How this machine uses the network: the settings, and the machine's own name on the network.
public struct NetworkAccess: Sendable {
  /// The settings.
  public let settings: NetworkSettings

  private let hostName: String

  /// The label of this machine's names: its host name up to the first dot, cut to fifteen bytes.
  package let ownLabel: [UInt8]

  /// Creates access.
  ///
  /// - Parameter hostName: The machine's own name.
  public init(_ settings: NetworkSettings, hostName: String) {
    self.settings = settings
    self.hostName = hostName
    let short = hostName.before(".").uppercased()
    let label = settings.encoding.encode(short).prefix(NetBIOSName.maximumByteCount)
    ownLabel = label.isEmpty ? Array("LOCALHOST".utf8) : Array(label)
  }

  /// Whether a name is this machine's: `MessageName.isMachine`.
  public func isThisMachine(_ name: String) -> Bool {
    (try? MessageName(name))?.isMachine(hostName) == true
  }

  /// Whether a text is an address of IPv6, with or without brackets and the name of an interface.
  private static func isIPv6Address(_ text: String) -> Bool {
    let inside = text.utf8.drop { $0 == UInt8(ascii: "[") }.prefix { $0 != UInt8(ascii: "]") }
    let address = inside.prefix { $0 != UInt8(ascii: "%") }
    let colons = address.filter { $0 == UInt8(ascii: ":") }.count
    return colons >= 2
      && address.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: ":"), UInt8(ascii: "."),
          UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"):
          true
        default: false
        }
      }
  }

  /// A name of this machine.
  package func ownName(_ suffix: NameSuffix) throws(NetworkFailure) -> NetBIOSName {
    do throws(NetBIOSNameError) {
      return try NetBIOSName(label: ownLabel, suffix: suffix)
    } catch {
      throw .impossibleName(String(decoding: ownLabel, as: UTF8.self), error)
    }
  }

  /// A name on the network, in upper case.
  package func name(_ text: String, _ suffix: NameSuffix) throws(NetworkFailure) -> NetBIOSName {
    guard !NetworkAccess.isIPv6Address(text) else { throw .noIPv6(text) }
    do throws(NetBIOSNameError) {
      return try NetBIOSName(label: settings.encoding.encode(text.uppercased()), suffix: suffix)
    } catch {
      throw .impossibleName(text, error)
    }
  }
}
