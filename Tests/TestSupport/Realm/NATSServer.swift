// SPDX-License-Identifier: Apache-2.0

public import Foundation
import Testing

/// A real nats-server of a test, which ends with it.
public final class NATSServer {
  /// Where it listens.
  public let port: Int

  /// The directory of its files.
  public let folder: URL

  /// The process.
  public private(set) var program: Program
  private let address: String
  private let arguments: [String]

  /// Starts a server with JetStream.
  ///
  /// - Parameters:
  ///   - configuration: Lines for its configuration file.
  ///   - address: The address of this machine at which it listens.
  ///   - port: Where it listens; -1 for a free port.
  public init(
    configuration: String = "", address: String = "127.0.0.1", port: Int = -1
  ) throws {
    self.address = address
    folder = FileManager.default.temporaryDirectory.appending(path: "nats-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appending(path: "server.conf")
    try Data(NATSServer.complete(configuration, in: folder).utf8).write(to: file)
    arguments = ["--config", file.path, "--addr", address, "--port"]
    program = try NATSServer.start(arguments + ["\(port)"])
    let line = try #require(
      program.text(.errors).firstMatch(of: /client connections on [^ ]*:(\d+)/))
    self.port = try #require(Int(line.1))
  }

  deinit {
    program.end()
    try? FileManager.default.removeItem(at: folder)
  }

  /// Where it listens.
  public var url: String { "nats://\(address):\(port)" }

  /// Gives it another configuration while it runs.
  public func reload(_ configuration: String) throws {
    let text = NATSServer.complete(configuration, in: folder)
    try Data(text.utf8).write(to: folder.appending(path: "server.conf"))
    let count = program.text(.errors).matches(of: /Reloaded server configuration/).count
    program.signal(SIGHUP)
    try program.wait(for: "Reloaded server configuration", in: .errors, times: count + 1)
  }

  private static func complete(_ configuration: String, in folder: URL) -> String {
    configuration.contains("jetstream {")
      ? configuration : "jetstream { store_dir: \"\(folder.path)/store\" }\n\(configuration)"
  }

  /// Ends it as a power failure would.
  public func kill() throws {
    program.signal(SIGKILL)
    _ = try program.finish()
  }

  /// Starts it again, with what it has on the disk.
  public func restart() throws { program = try NATSServer.start(arguments + ["\(port)"]) }

  private static func start(_ arguments: [String]) throws -> Program {
    let program = try Program(
      "/usr/sbin/nats-server", arguments, environment: [:], package: "nats-server")
    try program.wait(for: "Server is ready", in: .errors)
    return program
  }
}
