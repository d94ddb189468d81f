// SPDX-License-Identifier: Apache-2.0

public import Foundation
import Realm
import Testing

/// A realm that `messngr realm` has made, with real servers on this machine.
///
/// Each server has an address of its own in 127.0.0.0/8, so that all have the standard ports.
public final class RealmServers {
  /// The directory of the realm's authority.
  public let folder: URL

  /// The servers.
  public private(set) var servers: [NATSServer] = []

  private let messngr: String
  private let network: String

  /// Makes the realm lab.
  ///
  /// - Parameters:
  ///   - hosts: The words behind `messngr realm add-host` for each machine.
  ///   - count: How many servers it has.
  ///   - programs: The directory of this package's programs.
  public init(hosts: [[String]], count: Int = 1, programs: URL) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "realm-\(UUID().uuidString)")
    messngr = programs.appending(path: "messngr").path
    network = "127.\(Int.random(in: 1...250)).\(Int.random(in: 1...250))"
    let list = (1...count).map { "n\($0)=\(network).\($0)" }
    try run(["init", "lab"] + list)
    for words in hosts { try run(["add-host"] + words) }
    for index in 1...count {
      servers.append(
        try NATSServer(
          configuration: try configuration(of: index), address: "\(network).\(index)", port: 4222))
    }
    if count > 1 {
      for server in servers {
        try server.program.wait(for: "metadata leader", in: .errors)
      }
    }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// The servers as URLs.
  public var urls: [String] { servers.indices.map { "tls://\(network).\($0 + 1):4222" } }

  /// Runs `messngr realm`.
  public func run(_ words: [String]) throws {
    let run = try Program(
      messngr, ["realm"] + words + ["--directory", folder.path], environment: [:]
    ).finish()
    try #require(run.status == 0, "\(words): \(run.errors)")
  }

  /// Makes the stream, as soon as the servers have agreed on a leader.
  public func makeStream(with programs: URL) throws {
    let copies = servers.count >= 3 ? "3" : "1"
    let arguments =
      ["stream", "--directory", folder.path, "--copies", copies]
      + urls.flatMap { ["--servers", $0] }
    var last: Finished?
    for _ in 0..<60 {
      let made = try Program(
        programs.appending(path: "messngr-relay").path, arguments, environment: [:]
      ).finish()
      if made.status == 0 { return }
      last = made
      usleep(500_000)  // The servers say nothing when they are ready for a stream.
    }
    Issue.record("no stream: \(last?.errors ?? "")")
  }

  /// Gives the servers the configuration that follows from the list now, as an administrator would.
  ///
  /// - Parameter change: Makes another one of it.
  public func reload(_ change: (String) -> String = { $0 }) throws {
    for (index, server) in servers.enumerated() {
      try server.reload(change(try configuration(of: index + 1)))
    }
  }

  /// The configuration of a server, with its files here.
  private func configuration(of index: Int) throws -> String {
    let text = try String(contentsOf: folder.appending(path: "realm.list"), encoding: .utf8)
    let list = try RealmList(parsing: text)
    var configuration = ServerConfiguration(of: list.servers[index - 1], in: list)
    configuration.directory = folder.appending(path: "servers/n\(index)").path
    configuration.storeDirectory = folder.appending(path: "store\(index)").path
    configuration.listenAddress = "\(network).\(index)"
    return configuration.text
  }
}
