// SPDX-License-Identifier: Apache-2.0

import Console
import Inbox
import LinuxSystem
import Messages

/// The check of the popup daemon, as the agent sees it: whether it shows what the agent asks for.
struct PopupDaemonCheck {
  private let context: CommandContext
  private let daemon: PopupDaemonStatus

  /// The commands that end the do-not-disturb of a desktop, by the name of its popup daemon.
  private static let ending = [
    "dunst": "dunstctl set-paused false",
    "SwayNotificationCenter": "swaync-client --dnd-off",
    "Xfce Notify Daemon": "xfconf-query -c xfce4-notifyd -p /do-not-disturb -s false",
    "gnome-shell": "gsettings set org.gnome.desktop.notifications show-banners true",
    "cinnamon": "gsettings set org.cinnamon.desktop.notifications display-notifications true",
    "Notification Daemon": "gsettings set org.mate.NotificationDaemon do-not-disturb false",
  ]

  /// The program with the name of the popup daemon on the bus, in a command that ends it for certain.
  private static let killing =
    "kill -9 $(busctl --user status org.freedesktop.Notifications | sed -n 's/^PID=//p')"

  /// Prepares the check of what an agent says.
  init(_ daemon: PopupDaemonStatus, in context: CommandContext) {
    self.daemon = daemon
    self.context = context
  }

  /// The findings.
  func findings() -> [Finding] {
    guard daemon.isRunning else { return [absence()] }
    guard daemon.isAnswering else {
      return [
        Finding(
          "display", .bad(.deadlinePassed),
          "the popup daemon runs and does not answer: messages wait in the inbox",
          remedy: PopupDaemonCheck.killing)
      ]
    }
    let name = MessageText.displayedOnOneLine(
      [daemon.name, daemon.version].compactMap(\.self).joined(separator: " "), limit: 200)
    let shown = Finding("display", .good, "the agent shows messages on \(name)")
    guard let text = daemon.silenceText else { return [shown] }
    return [
      shown,
      Finding("desktop", .note, text, remedy: PopupDaemonCheck.ending[daemon.name ?? ""]),
    ]
  }

  private func absence() -> Finding {
    guard daemon.isStartable else {
      return Finding(
        "display", .bad(.unavailable),
        "no popup daemon runs, and the bus can start none: messages wait in the inbox",
        remedy: starting)
    }
    guard let trouble = daemon.trouble else {
      return Finding(
        "display", .good, "no popup daemon runs; the bus starts one for the next message")
    }
    return Finding("display", .bad(.unavailable), "popup daemon: \(trouble)", remedy: starting)
  }

  /// The command that starts a popup daemon, or installs one.
  private var starting: String {
    for name in ["dunst", "mako", "swaync"]
    where FileSystem.exists(context.machineRoot.appending("usr/bin/\(name)")) {
      return "\(name) &"
    }
    return Remedy(in: context).asRoot("apt-get install dunst")
  }
}
