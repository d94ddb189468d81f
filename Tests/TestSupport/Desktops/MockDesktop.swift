// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A popup daemon that a test controls (python-dbusmock), on a private bus.
public final class MockDesktop {
  /// The bus of the daemon.
  public let bus: PrivateBus
  /// The daemon.
  public let daemon: Program

  /// Starts a daemon with these capabilities.
  public init(
    on bus: PrivateBus, capabilities: [String] = ["body", "body-markup", "actions"]
  ) throws {
    self.bus = bus
    let words = capabilities.joined(separator: " ")
    daemon = try Program(
      "/usr/bin/python3",
      [
        "-m", "dbusmock", "--session", "-l", bus.directory.path + "/mock.log", "-t",
        "notification_daemon", "-p", "{\"capabilities\": \"\(words)\"}",
      ], environment: bus.environment, package: "python3-dbusmock")
    try bus.wait(for: PrivateBus.notifications)
    // The name exists before the methods; when this one answers, all exist.
    try bus.call("org.freedesktop.Notifications.GetServerInformation")
  }

  deinit { daemon.end() }

  /// All calls so far: method and arguments as the mock writes them.
  public func log() throws -> [String] {
    let text = try String(contentsOf: bus.directory.appending(path: "mock.log"), encoding: .utf8)
    return text.split(separator: "\n").map {
      $0.split(separator: " ", maxSplits: 1).last.map(String.init) ?? ""
    }
  }

  /// Waits until a call was made with a text in it.
  public func wait(for text: String) throws {
    let log = try Program(
      "/usr/bin/tail", ["-n", "+1", "-F", bus.directory.path + "/mock.log"], package: "coreutils")
    try log.wait(for: text, in: .output)
  }

  /// Emits a signal, with arguments as `gdbus` reads them.
  public func emit(_ signal: String, _ signature: String, _ arguments: String) throws {
    try bus.call(
      "org.freedesktop.DBus.Mock.EmitSignal",
      [PrivateBus.notifications, signal, signature, "[\(arguments)]"])
  }

  /// Replaces what `Notify` does by a line of Python.
  public func answerNotify(with code: String) throws {
    try bus.call(
      "org.freedesktop.DBus.Mock.AddMethod",
      [PrivateBus.notifications, "Notify", "susssasa{sv}i", "u", code])
  }
}
