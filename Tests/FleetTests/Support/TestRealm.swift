// SPDX-License-Identifier: Apache-2.0

import Fleet
import Foundation
import LinuxSystem
import Realm
import TestSupport
import Testing

/// A realm with one real server, and what its machines connect with.
final class TestRealm {
  private let realm: RealmServers

  /// Makes the realm lab.
  ///
  /// - Parameter hosts: The words behind `messngr realm add-host` for each machine.
  init(hosts: [[String]]) throws {
    realm = try RealmServers(
      hosts: hosts,
      programs: URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent())
  }

  /// The directory of the realm's authority.
  var folder: URL { realm.folder }

  /// Runs `messngr realm`.
  func run(_ words: String...) throws { try realm.run(words) }

  /// Gives the server the configuration that follows from the list now.
  func reload() throws { try realm.reload() }

  /// Copies a certificate and its key, before they are replaced.
  ///
  /// - Returns: The name of the copy.
  func keep(_ pair: String) throws -> String {
    for end in ["pem", "key"] {
      try FileManager.default.copyItem(
        at: folder.appending(path: "\(pair).\(end)"), to: folder.appending(path: "old.\(end)"))
    }
    return "old"
  }

  /// What a machine connects with.
  func options(of host: String) -> NATSOptions {
    options("hosts/\(host)/host", authority: "authority", inboxPrefix: "_INBOX_\(host)")
  }

  /// What the administrator connects with.
  var administrator: NATSOptions {
    options("administrator", authority: "authority", inboxPrefix: "_INBOX_administrator")
  }

  /// Options with files of the realm's directory, or with those of another realm.
  func options(
    _ pair: String, of other: TestRealm? = nil, authority: String, inboxPrefix: String
  ) -> NATSOptions {
    func file(_ name: String, _ root: URL) -> FilePath { FilePath(root.appending(path: name).path) }
    let own = other?.folder ?? folder
    return NATSOptions(
      servers: realm.urls, name: pair,
      credentials: NATSOptions.Credentials(
        authority: file("\(authority).pem", folder), certificate: file("\(pair).pem", own),
        key: file("\(pair).key", own)),
      inboxPrefix: inboxPrefix, reconnectWait: 20)
  }
}
