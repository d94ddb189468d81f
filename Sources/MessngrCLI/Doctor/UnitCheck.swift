// SPDX-License-Identifier: Apache-2.0

import Accounts
import Console
import LinuxSystem

/// The check whether systemd starts the agent at login: systemd.unit(5).
///
/// It reads the directories of units, so it also works where no systemd runs for the user.
struct UnitCheck {
  private let context: CommandContext

  private static let name = "messngrd.service"

  /// The unit of an agent for users without a desktop.
  private static let terminalsName = "messngrd-terminals.service"

  /// Prepares the check for the user who runs `messngr`.
  init(in context: CommandContext) {
    self.context = context
  }

  /// The finding; `nil` where no unit is installed.
  func finding() -> Finding? {
    guard let unit else { return nil }
    if isMasked(unit) {
      return Finding(
        "unit", .bad(.unavailable), "\(unit) is masked: systemd does not start the agent",
        remedy: unmask(unit))
    }
    guard isEnabled else {
      return Finding(
        "unit", .note,
        "systemd does not start the agent at login: \(UnitCheck.name) is not enabled",
        remedy: "systemctl --user enable \(UnitCheck.name)")
    }
    return Finding("unit", .good, "systemd starts the agent with the desktop")
  }

  /// The command that starts an agent.
  var start: String {
    let manager = context.paths.runtimeRoot.appending(
      "\(context.account.userID)/systemd/private")
    guard FileSystem.exists(manager), let unit else { return "messngrd &" }
    guard hasDesktop || !isInstalled(UnitCheck.terminalsName) else {
      return "systemctl --user enable --now \(UnitCheck.terminalsName)"
    }
    let start = "systemctl --user start \(UnitCheck.name)"
    return isMasked(unit) ? "\(unmask(unit)) && \(start)" : start
  }

  /// Whether the user runs `messngr` at a desktop.
  private var hasDesktop: Bool {
    ["DISPLAY", "WAYLAND_DISPLAY"].contains { context.environment($0)?.isEmpty == false }
  }

  private func isInstalled(_ name: String) -> Bool {
    directories.contains { FileSystem.exists($0.appending(name)) }
  }

  private func isMasked(_ unit: FilePath) -> Bool {
    (try? unit.stat())?.type == .characterDevice
  }

  private func unmask(_ unit: FilePath) -> String {
    let scope = unit.starts(with: directories[0]) ? "systemctl --user" : globalScope
    return "\(scope) unmask \(UnitCheck.name)"
  }

  /// The file of the unit; `nil` where none is installed.
  private var unit: FilePath? {
    directories.map { $0.appending(UnitCheck.name) }.first(where: FileSystem.exists)
  }

  private var globalScope: String { Remedy(in: context).asRoot("systemctl --global") }

  /// The directories of units, in the order in which systemd looks for a unit.
  private var directories: [FilePath] {
    let home =
      context.environment("XDG_CONFIG_HOME").flatMap { $0.hasPrefix("/") ? FilePath($0) : nil }
      ?? context.account.home.appending(".config")
    return [home.appending("systemd/user")]
      + [
        "etc/systemd/user", "run/systemd/user", "usr/local/lib/systemd/user",
        "usr/lib/systemd/user",
      ]
      .map(context.machineRoot.appending)
  }

  /// Whether a target or another unit wants the agent.
  private var isEnabled: Bool {
    directories.contains { directory in
      let entries = (try? FileSystem.entries(of: directory)) ?? []
      return entries.contains { entry in
        entry.hasSuffix(".wants")
          && (try? directory.appending(entry).appending(UnitCheck.name)
            .stat(followTargetSymlink: false)) != nil
      }
    }
  }
}
