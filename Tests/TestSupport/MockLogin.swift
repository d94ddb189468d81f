// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A logind with the sessions that a test adds (python-dbusmock), on a private bus in the place of the
/// system bus.
public final class MockLogin {
  private let bus: PrivateBus
  private let daemon: Program

  private static let name = "org.freedesktop.login1"

  /// Starts it.
  public init(on bus: PrivateBus) throws {
    self.bus = bus
    daemon = try Program(
      "/usr/bin/python3", ["-m", "dbusmock", "--system", "-t", "logind"],
      environment: bus.environment.merging(["DBUS_SYSTEM_BUS_ADDRESS": bus.address]) { $1 },
      package: "python3-dbusmock")
    try bus.wait(for: Self.name)
    // The name exists before the methods; when this one answers, all exist.
    try bus.call("\(Self.name).Manager.ListSessions", of: Self.name, at: "/org/freedesktop/login1")
  }

  deinit { daemon.end() }

  /// Ends it now.
  public func end() { daemon.end() }

  /// Adds a session.
  public func add(
    _ session: String, of userID: UInt32, type: String = "wayland", class: String = "user",
    isActive: Bool = true, leader: Int32 = 1
  ) throws {
    try bus.call(
      "org.freedesktop.DBus.Mock.AddSession",
      [session, "seat0", "\(userID)", "user\(userID)", "\(isActive)"], of: Self.name,
      at: "/org/freedesktop/login1")
    try change(
      session, "{'Type': <'\(type)'>, 'Class': <'\(`class`)'>, 'Leader': <uint32 \(leader)>}")
    try emit("SessionNew", about: session)
  }

  private func emit(_ signal: String, about session: String) throws {
    try bus.call(
      "org.freedesktop.DBus.Mock.EmitSignal",
      [
        "\(Self.name).Manager", signal, "so",
        "[<'\(session)'>, <objectpath '\(path(session))'>]",
      ],
      of: Self.name, at: "/org/freedesktop/login1")
  }

  /// Locks the screen of a session, or unlocks it, as a lock screen tells logind.
  public func lock(_ session: String, _ isLocked: Bool = true) throws {
    try bus.call(
      "\(Self.name).Session.SetLockedHint", ["\(isLocked)"], of: Self.name, at: path(session))
  }

  /// Ends a session.
  public func remove(_ session: String) throws {
    try bus.call(
      "org.freedesktop.DBus.Mock.RemoveObject", [path(session)], of: Self.name,
      at: "/org/freedesktop/login1")
    try emit("SessionRemoved", about: session)
  }

  /// Begins to end a session, in which programs still run.
  public func beginClosing(_ session: String) throws {
    try change(session, "{'State': <'closing'>}")
  }

  /// Puts a session in front, or in the back.
  public func activate(_ session: String, _ isActive: Bool = true) throws {
    try change(session, "{'Active': <\(isActive)>}")
  }

  private func path(_ session: String) -> String { "/org/freedesktop/login1/session/\(session)" }

  private func change(_ session: String, _ properties: String) throws {
    try bus.call(
      "org.freedesktop.DBus.Mock.UpdateProperties", ["\(Self.name).Session", properties],
      of: Self.name, at: path(session))
  }
}
