// SPDX-License-Identifier: Apache-2.0

import Fleet
import Foundation
import LinuxSystem
import Realm
import TestSupport
import Testing

/// A realm that `messngr realm` has made, with one real server on this machine.
final class TestRealm {
  let folder: URL
  let server: NATSServer

  /// Makes the realm lab.
  ///
  /// - Parameter hosts: The words behind `messngr realm add-host` for each machine.
  init(hosts: [[String]]) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "realm-\(UUID().uuidString)")
    try TestRealm.run(in: folder, "init", "lab", "n1=127.0.0.1")
    for words in hosts { try TestRealm.run(in: folder, ["add-host"] + words) }
    server = try NATSServer(configuration: try TestRealm.configuration(in: folder))
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Runs `messngr realm`.
  func run(_ words: String...) throws { try TestRealm.run(in: folder, words) }

  /// Gives the server the configuration that follows from the list now, as an administrator would.
  func reload() throws {
    try server.reload(try TestRealm.configuration(in: folder))
  }

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
      servers: ["tls://127.0.0.1:\(server.port)"], name: pair,
      credentials: NATSOptions.Credentials(
        authority: file("\(authority).pem", folder), certificate: file("\(pair).pem", own),
        key: file("\(pair).key", own)),
      inboxPrefix: inboxPrefix, reconnectWait: 20)
  }

  /// The server's configuration, with its files here.
  private static func configuration(in folder: URL) throws -> String {
    let text = try String(contentsOf: folder.appending(path: "realm.list"), encoding: .utf8)
    let list = try RealmList(parsing: text)
    var configuration = ServerConfiguration(of: try #require(list.servers.first), in: list)
    configuration.directory = folder.appending(path: "servers/n1").path
    configuration.clientPort = -1
    configuration.storeDirectory = folder.appending(path: "store").path
    return configuration.text
  }

  private static func run(in folder: URL, _ words: String...) throws {
    try run(in: folder, words)
  }

  private static func run(in folder: URL, _ words: [String]) throws {
    let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent().appending(path: "messngr").path
    let run = try Program(program, ["realm"] + words + ["--directory", folder.path]).finish()
    try #require(run.status == 0, "\(words): \(run.errors)")
  }
}
