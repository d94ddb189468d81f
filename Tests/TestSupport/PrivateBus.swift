// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// A session bus for one test, which starts no program by itself.
public final class PrivateBus {
  /// The directory of the bus; removed at the end.
  public let directory: URL
  private var daemon: Program?
  private let launcher: [String]

  /// The address of the bus, also while it does not run.
  public var address: String { "unix:path=\(directory.path)/bus" }

  /// The environment of a program that uses this bus and no other.
  public var environment: [String: String] {
    [
      "DBUS_SESSION_BUS_ADDRESS": address, "PATH": "/usr/bin:/bin", "HOME": directory.path,
      "XDG_RUNTIME_DIR": directory.path, "LANG": "C.UTF-8",
    ]
  }

  /// Starts a bus.
  ///
  /// - Parameter launcher: The words before the daemon's command line, to start it in a ``Machine``: the
  ///   daemon refuses users who are not in the user database.
  public init(launcher: [String] = []) throws {
    self.launcher = launcher
    directory = FileManager.default.temporaryDirectory.appending(path: "bus-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    let configuration = """
      <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
       "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
      <busconfig>
        <type>session</type>
        <listen>\(address)</listen>
        <auth>EXTERNAL</auth>
        <servicedir>\(directory.path)/services</servicedir>
        <policy context="default">
          <allow user="*"/>
          <allow send_destination="*" eavesdrop="true"/>
          <allow eavesdrop="true"/>
          <allow own="*"/>
        </policy>
      </busconfig>
      """
    try Data(configuration.utf8).write(to: directory.appending(path: "bus.conf"))
    try start()
  }

  deinit {
    stop()
    try? FileManager.default.removeItem(at: directory)
  }

  /// Starts the bus again, at the same address.
  public func start() throws {
    stop()
    let words =
      launcher + [
        "/usr/bin/dbus-daemon", "--config-file=\(directory.path)/bus.conf", "--nofork",
        "--print-address=1",
      ]
    let daemon = try Program(
      words[0], Array(words.dropFirst()),
      environment: ["PATH": "/usr/bin:/bin"], package: "dbus")
    _ = try daemon.firstLine()
    self.daemon = daemon
  }

  /// Ends the bus and all connections to it.
  public func stop() {
    daemon?.end()
    daemon = nil
    try? FileManager.default.removeItem(at: directory.appending(path: "bus"))
  }

  /// Stops the bus: all programs stay connected, and no message moves.
  public func freeze() { daemon?.freeze() }

  /// Lets the bus continue after ``freeze()``.
  public func thaw() { daemon?.thaw() }

  /// Makes the bus start a program for a name, as a service file does.
  public func offer(_ name: String, startedBy command: String) throws {
    let services = directory.appending(path: "services")
    try FileManager.default.createDirectory(at: services, withIntermediateDirectories: true)
    let service = "[D-BUS Service]\nName=\(name)\nExec=\(command)\n"
    try Data(service.utf8).write(to: services.appending(path: "\(name).service"))
    try start()
  }

  /// Waits until a program has a name on this bus.
  public func wait(for name: String) throws {
    try Program.output(
      of: "/usr/bin/gdbus", ["wait", "--session", "--timeout", "30", name],
      environment: environment, package: "libglib2.0-bin")
  }

  /// Calls a method with `gdbus` and returns what it prints.
  @discardableResult
  public func call(
    _ method: String, _ arguments: [String] = [], of name: String = notifications,
    at path: String = "/org/freedesktop/Notifications"
  ) throws -> String {
    let words =
      ["call", "--session", "--dest", name, "--object-path", path, "--method", method] + arguments
    let data = try Program.output(
      of: "/usr/bin/gdbus", words, environment: environment, package: "libglib2.0-bin")
    return String(decoding: data, as: UTF8.self)
  }

  /// Starts a program that prints each call of a method, with its arguments.
  public func monitor(_ method: String) throws -> Program {
    let monitor = try Program(
      "/usr/bin/dbus-monitor", ["--session", "type='method_call',member='\(method)'"],
      environment: environment, package: "dbus-bin")
    // The bus takes the monitor's own name from it when the monitor begins.
    try monitor.wait(for: "NameLost", in: .output)
    return monitor
  }

  /// The name of the program that shows notifications.
  public static let notifications = "org.freedesktop.Notifications"
}
