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
  private var companions: [Program] = []

  /// Starts the screen and the server.
  init(of server: TestedServer) throws {
    self.server = server
    screen =
      switch server.screen {
      case .x11: try X11Screen(hasWindowManager: false)
      case .x11WithWindowManager: try X11Screen(hasWindowManager: true)
      case .wayland: try WaylandScreen()
      case .desktop(let name): try DesktopScreen(of: name)
      }
    bus = try PrivateBus()
    for (name, command) in server.services {
      try bus.offer(name, startedBy: Self.script(named: name, command, of: server, on: screen, bus))
    }
    for setting in server.settings { try Self.set(setting, on: screen, bus) }
    for companion in server.companions {
      companions.append(
        try Program(
          (screen.launcher + companion.command)[0],
          Array((screen.launcher + companion.command).dropFirst()),
          environment: Self.variables(of: server, on: screen, bus), package: server.package))
      if let name = companion.name { try bus.wait(for: name) }
    }
    daemon = try Self.start(server, on: screen, bus)
    monitor = try BusMonitor(of: bus)
    try waitForDesktop()
  }

  deinit {
    daemon.end()
    for companion in companions.reversed() { companion.end() }
  }

  private static func start(
    _ server: TestedServer, on screen: any Screen, _ bus: PrivateBus
  ) throws -> Program {
    let words = try commandLine(of: server, on: screen, bus)
    let daemon = try Program(
      words[0], Array(words.dropFirst()), environment: variables(of: server, on: screen, bus),
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
  static func variables(
    of server: TestedServer, on screen: any Screen, _ bus: PrivateBus
  ) -> [String: String] {
    bus.environment.merging(screen.variables) { $1 }.merging(server.variables) { $1 }
  }

  /// Writes a script that starts a program of the desk, for the bus to start, and returns its path.
  static func script(
    named name: String, _ command: String, of server: TestedServer, on screen: any Screen,
    _ bus: PrivateBus
  ) throws -> String {
    let script = bus.directory.appending(path: "start-\(name)").path
    let variables = variables(of: server, on: screen, bus).map { "export \($0)='\($1)'\n" }.joined()
    let launcher = screen.launcher.map { "'\($0)' " }.joined()
    try "#!/bin/sh\n\(variables)exec \(launcher)\(command)\n"
      .write(toFile: script, atomically: true, encoding: .utf8)
    chmod(script, 0o755)
    return script
  }

  /// Changes a setting of the desktop: schema, key and value.
  func set(_ setting: [String]) throws { try Self.set(setting, on: screen, bus) }

  private static func set(_ setting: [String], on screen: any Screen, _ bus: PrivateBus) throws {
    let words = screen.launcher + ["/usr/bin/gsettings", "set"] + setting
    try Program.output(
      of: words[0], Array(words.dropFirst()),
      environment: bus.environment.merging(screen.variables) { $1 },
      package: "libglib2.0-bin dconf-gsettings-backend")
  }

  /// Starts the server again, after its end.
  func restart() throws {
    daemon.end()
    daemon = try Self.start(server, on: screen, bus)
    try waitForDesktop()
  }

  /// Waits until a desktop draws notifications: its server may answer before that.
  private func waitForDesktop() throws {
    guard server.isDesktop else { return }
    var number = "0"
    try eventually("a desktop that shows notifications") {
      let answer = try? bus.call(
        "\(PrivateBus.notifications).Notify",
        ["Test", number, "", "Beginning", "", "[]", "{}", "0"])
      guard let given = answer?.split(whereSeparator: { !$0.isNumber }).last else { return false }
      number = String(given)
      if try look().shows("Beginning") { return true }
      // GNOME begins with its overview, and leaves it on this key.
      try (screen as? DesktopScreen)?.press("Escape")
      try stir()
      return false
    }
    try bus.call("\(PrivateBus.notifications).CloseNotification", [number])
    try eventually("an empty screen") { !(try look().shows("Beginning")) }
  }

  /// Moves the pointer: GNOME takes a popup away, and shows the next one, only for a user who is there.
  private func stir() throws { try screen.point(at: ScreenText.Place(x: 200, y: 400)) }

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
    return try ScreenText(of: file, isDesktop: server.isDesktop)
  }

  /// Waits until words are on the screen together, and returns the place of the first.
  @discardableResult
  func wait(for words: String...) throws -> ScreenText.Place {
    var place: ScreenText.Place?
    var (line, looks) = ("", 0)
    do {
      try eventually("'\(words.joined(separator: "' and '"))' on the screen") {
        let text = try look()
        (line, looks) = (text.line, looks + 1)
        if words.allSatisfy(text.shows) { place = text.place(of: words[0]) }
        if place == nil, looks.isMultiple(of: 4) { try stir() }
        return place != nil
      }
    } catch TestProcessError.late(let what) {
      throw TestProcessError.late("\(what), which shows: \(line)")
    }
    guard let place else { throw TestProcessError.late(line) }
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
