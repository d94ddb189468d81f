// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// A real popup daemon (dunst) on an invisible screen (Xvfb), on a private bus.
public final class DunstDesktop {
  /// The bus it is on.
  public let bus: PrivateBus
  /// The popup daemon.
  public let dunst: Program
  /// The name of the screen, in the form of the variable `DISPLAY`.
  public let display: String
  private let screen: Program
  private let menu: URL

  /// Starts a screen and a daemon.
  ///
  /// - Parameter paused: Whether the daemon keeps all notifications in its history and draws none: its own
  ///   do-not-disturb, in which the agent holds messages back.
  public init(on bus: PrivateBus, paused: Bool = false) throws {
    self.bus = bus
    screen = try Program(
      "/usr/bin/Xvfb", ["-displayfd", "1", "-screen", "0", "800x600x24", "-nolisten", "tcp"],
      environment: ["PATH": "/usr/bin:/bin"], package: "xvfb")
    display = ":" + (try screen.firstLine())
    menu = bus.directory.appending(path: "menu")
    let configuration = """
      [global]
      history_length = 2000
      notification_limit = 5
      stack_duplicates = false
      idle_threshold = 0
      dmenu = \(menu.path)
      markup = full
      format = "<b>%s</b>\\n%b"
      """
    let file = bus.directory.appending(path: "dunstrc")
    try Data(configuration.utf8).write(to: file)
    var environment = bus.environment
    environment["DISPLAY"] = display
    dunst = try Program(
      "/usr/bin/dunst", ["-config", file.path], environment: environment, package: "dunst")
    try bus.wait(for: PrivateBus.notifications)
    if paused { try control("set-paused", "true") }
  }

  deinit {
    dunst.end()
    screen.end()
  }

  /// Closes the popups on the screen, and returns all that were shown so far, the oldest first.
  public func history() throws -> [ShownPopup] {
    try control("close-all")
    let data = try control("history")
    let history = try JSONDecoder().decode(History.self, from: data)
    return (history.data.first ?? []).reversed().map(\.popup)
  }

  /// Chooses an action of a popup on the screen, by a label that no other popup has.
  ///
  /// The daemon's menu of all actions is a program that it starts: here it is `grep`.
  public func choose(_ label: String) throws {
    try Data("#!/bin/sh\nexec grep -m 1 -F '\(label)'\n".utf8).write(to: menu)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: menu.path)
    try control("context")
  }

  /// How many popups are on the screen.
  public func displayedCount() throws -> Int {
    let count = String(decoding: try control("count", "displayed"), as: UTF8.self)
    return Int(count.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
  }

  /// Runs `dunstctl`.
  @discardableResult
  public func control(_ words: String...) throws -> Data {
    try Program.output(
      of: "/usr/bin/dunstctl", words, environment: bus.environment, package: "dunst")
  }
}

private struct History: Decodable {
  struct Field<Value: Decodable>: Decodable { let data: Value }

  struct Entry: Decodable {
    let id: Field<UInt32>
    let appname: Field<String>
    let summary: Field<String>
    let body: Field<String>
    let message: Field<String>
    let category: Field<String>

    var popup: ShownPopup {
      ShownPopup(
        id: id.data, appName: appname.data, summary: summary.data, body: body.data,
        message: message.data, category: category.data)
    }
  }

  let data: [[Entry]]
}
