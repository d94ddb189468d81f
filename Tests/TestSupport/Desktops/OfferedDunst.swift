// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// A dunst that the bus starts when a program asks for it, on an invisible screen (Xvfb).
public final class OfferedDunst {
  private let bus: PrivateBus
  private let screen: Program

  /// Starts a screen, and makes the bus offer dunst.
  ///
  /// This starts the bus again.
  public init(on bus: PrivateBus) throws {
    self.bus = bus
    screen = try Program(
      "/usr/bin/Xvfb", ["-displayfd", "1", "-screen", "0", "800x600x24", "-nolisten", "tcp"],
      environment: ["PATH": "/usr/bin:/bin"], package: "xvfb")
    let display = try screen.firstLine()
    let file = bus.directory.appending(path: "dunstrc")
    try Data("[global]\nidle_threshold = 0\nhistory_length = 2000\n".utf8).write(to: file)
    let home = bus.directory.path
    try bus.offer(
      PrivateBus.notifications,
      startedBy:
        "/usr/bin/env DISPLAY=:\(display) HOME=\(home) XDG_RUNTIME_DIR=\(home) "
        + "/usr/bin/dunst -config \(file.path)")
  }

  deinit { screen.end() }

  /// The texts of all popups so far, the oldest first.
  public func bodies() throws -> [String] {
    try control("close-all")
    struct History: Decodable {
      struct Field: Decodable { let data: String }
      struct Entry: Decodable { let body: Field }
      let data: [[Entry]]
    }
    let history = try JSONDecoder().decode(History.self, from: try control("history"))
    return (history.data.first ?? []).reversed().map(\.body.data)
  }

  /// Ends the dunst that runs now, as one that leaves when it has nothing to show.
  public func end() throws {
    let answer = try bus.call(
      "org.freedesktop.DBus.GetConnectionUnixProcessID", [PrivateBus.notifications],
      of: "org.freedesktop.DBus", at: "/org/freedesktop/DBus")
    // (uint32 4242,)
    let words = answer.split { !$0.isNumber }
    guard let pid = words.last.flatMap({ pid_t($0) }) else { return }
    kill(pid, SIGTERM)
    try eventually("the end of dunst") {
      try bus.call(
        "org.freedesktop.DBus.NameHasOwner", [PrivateBus.notifications],
        of: "org.freedesktop.DBus", at: "/org/freedesktop/DBus"
      ).contains("false")
    }
  }

  /// Runs `dunstctl`.
  @discardableResult
  public func control(_ words: String...) throws -> Data {
    try Program.output(
      of: "/usr/bin/dunstctl", words, environment: bus.environment, package: "dunst")
  }
}
