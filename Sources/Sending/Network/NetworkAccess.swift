// SPDX-License-Identifier: Apache-2.0

import Console
import Mailslots
import Messages
import NetBIOS
import SystemPackage

/// The network as this machine uses it: its settings, and the name that this machine has there.
public struct NetworkAccess: Sendable {
  /// The settings.
  public let settings: NetworkSettings

  /// The label of this machine's names: its host name up to the first dot, cut to fifteen bytes.
  let ownLabel: [UInt8]

  /// Creates access.
  ///
  /// - Parameter hostName: The machine's own name.
  public init(_ settings: NetworkSettings, hostName: String) {
    self.settings = settings
    let short = hostName.prefix { $0 != "." }.uppercased()
    let label = settings.encoding.encode(short).prefix(NetBIOSName.maximumByteCount)
    ownLabel = label.isEmpty ? Array("LOCALHOST".utf8) : Array(label)
  }

  /// A name of this machine.
  func ownName(_ suffix: NameSuffix) throws(NetworkFailure) -> NetBIOSName {
    do throws(NetBIOSNameError) {
      return try NetBIOSName(label: ownLabel, suffix: suffix)
    } catch {
      throw .impossibleName(String(decoding: ownLabel, as: UTF8.self), error)
    }
  }

  /// A name on the network, in upper case as all of them are.
  func name(_ text: String, _ suffix: NameSuffix) throws(NetworkFailure) -> NetBIOSName {
    do throws(NetBIOSNameError) {
      return try NetBIOSName(label: settings.encoding.encode(text.uppercased()), suffix: suffix)
    } catch {
      throw .impossibleName(text, error)
    }
  }
}
