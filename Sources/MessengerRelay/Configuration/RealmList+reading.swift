// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Realm

extension RealmList {
  /// The port on which servers take machines.
  private static let port = 4222

  /// Reads a file that the realm's authority has made.
  ///
  /// - Throws: ``RelayError/unreadable(_:_:)``, ``RelayError/list(_:_:)``.
  init(reading path: FilePath) throws(RelayError) {
    let bytes: [UInt8]
    do throws(Errno) { bytes = try FileContents.read(path) } catch {
      throw .unreadable(path, error)
    }
    do throws(RealmListError) {
      self = try RealmList(parsing: String(decoding: bytes, as: UTF8.self))
    } catch {
      throw .list(path, error.description)
    }
  }

  /// The servers as URLs.
  var serverURLs: [String] { servers.map { "tls://\($0.address):\(RealmList.port)" } }
}
