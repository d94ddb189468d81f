// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

/// A notification server on a screen and a bus of its own.
final class ServerDesk {
  let server: TestedServer
  let screen: any Screen
  let bus: PrivateBus
  let monitor: BusMonitor
  private(set) var daemon: Program

  /// Starts the screen and the server.
  init(of server: TestedServer) throws {
    self.server = server
    screen =
      switch server.screen {
      case .x11: try X11Screen(hasWindowManager: false)
      case .x11WithWindowManager: try X11Screen(hasWindowManager: true)
      case .wayland: try WaylandScreen()
      }
    bus = try PrivateBus()
    daemon = try Self.start(server, on: screen, bus)
    monitor = try BusMonitor(of: bus)
  }

  deinit { daemon.end() }

  private static func start(
    _ server: TestedServer, on screen: any Screen, _ bus: PrivateBus
  ) throws -> Program {
    let words = try commandLine(of: server, on: screen, bus)
    let daemon = try Program(
      words[0], Array(words.dropFirst()), environment: variables(on: screen, bus),
      package: server.package)
    try bus.wait(for: PrivateBus.notifications)
    return daemon
  }

  /// The command line with the files that it names, which this writes.
  static func commandLine(
    of server: TestedServer, on screen: any Screen, _ bus: PrivateBus
  ) throws -> [String] {
    let folder = bus.directory.path
    for (name, text) in server.files {
      try text.replacing("{}", with: folder)
        .write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
      if text.hasPrefix("#!") { chmod("\(folder)/\(name)", 0o755) }
    }
    return screen.launcher + server.command.map { $0.replacing("{}", with: folder) }
  }

  /// The variables of a server.
  static func variables(on screen: any Screen, _ bus: PrivateBus) -> [String: String] {
    bus.environment.merging(screen.variables) { $1 }
  }

  /// Starts the server again, after its end.
  func restart() throws {
    daemon.end()
    daemon = try Self.start(server, on: screen, bus)
  }

  /// Makes the desk ready for the next test: a server that runs, and shows nothing.
  func clear() throws {
    // A server may leave when it has nothing to do.
    guard try bus.hasOwner(of: PrivateBus.notifications) else { return try restart() }
    for number in monitor.open() {
      // A server may call a notification that it no longer has an error.
      _ = try? bus.call("\(PrivateBus.notifications).CloseNotification", ["\(number)"])
    }
  }

  /// What the server says that it can do.
  func capabilities() throws -> String {
    try bus.call("\(PrivateBus.notifications).GetCapabilities")
  }

  /// The words on the screen.
  func look() throws -> ScreenText {
    let file = bus.directory.appending(path: "screen.png").path
    try screen.capture(to: file)
    return try ScreenText(of: file)
  }

  /// Waits until a word is on the screen, and returns its place.
  @discardableResult
  func wait(for word: String) throws -> ScreenText.Place {
    var place: ScreenText.Place?
    var line = ""
    do {
      try eventually("'\(word)' on the screen") {
        let text = try look()
        (place, line) = (text.place(of: word), text.line)
        return place != nil
      }
    } catch TestProcessError.late(let what) {
      throw TestProcessError.late("\(what), which shows: \(line)")
    }
    guard let place else { throw TestProcessError.late(word) }
    return place
  }
}

extension PrivateBus {
  /// Whether a program has a name on this bus.
  func hasOwner(of name: String) throws -> Bool {
    try call(
      "org.freedesktop.DBus.NameHasOwner", [name], of: "org.freedesktop.DBus",
      at: "/org/freedesktop/DBus"
    ).contains("true")
  }

  /// The process that has a name on this bus.
  func owner(of name: String) throws -> pid_t? {
    try call(
      "org.freedesktop.DBus.GetConnectionUnixProcessID", [name], of: "org.freedesktop.DBus",
      at: "/org/freedesktop/DBus"
    ).split { !$0.isNumber }.last.flatMap { pid_t($0) }
  }
}
