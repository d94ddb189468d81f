// SPDX-License-Identifier: Apache-2.0

import Testing

/// A notification server that Debian has: how it starts without a screen, and how a user answers there.
struct TestedServer: Sendable, CustomTestStringConvertible {
  /// The screen that a server needs.
  enum ScreenKind: Sendable {
    case x11
    case x11WithWindowManager
    case wayland
  }

  /// How a user presses the button of a question.
  enum Button: Sendable {
    /// A click on the label.
    case click
    /// A middle click on the popup, which opens a menu; the menu's program chooses the label.
    case menu
    /// A command; `{id}` is the number of the notification.
    case command([String])
  }

  /// The name in the table.
  let name: String

  /// The Debian package.
  let package: String

  /// The program and its arguments; `{}` is the directory with ``files``.
  let command: [String]

  var screen = ScreenKind.x11WithWindowManager

  var button = Button.click

  /// Files for the server, by names; those that begin with `#!` can be executed.
  var files: [String: String] = [:]

  /// Whether the server says that it has closed a resident notification, and still shows it.
  var keepsAnsweredQuestions = false

  /// What the server has no way to do, and why.
  var lacks: [Behaviour: String] = [.inlineReply: noInlineReply]

  private static let noInlineReply = "the server has no field for a text"

  var testDescription: String { name }
}

extension TestedServer {
  /// All servers of the table.
  static let all = small

  /// The servers of every run.
  static let small = [
    TestedServer(
      name: "dunst", package: "dunst", command: ["/usr/bin/dunst", "-config", "{}/dunstrc"],
      screen: .x11, button: .menu,
      files: [
        "dunstrc": """
        [global]
          markup = full
          format = "<b>%s</b>\\n%b"
          idle_threshold = 0
          dmenu = {}/menu
          mouse_middle_click = do_action, close_current
        """,
        "menu": "#!/bin/sh\ngrep Restart\n",
      ]),
    TestedServer(
      name: "xfce4-notifyd", package: "xfce4-notifyd",
      command: ["/usr/lib/\(architecture)-linux-gnu/xfce4/notifyd/xfce4-notifyd"]),
    TestedServer(
      name: "mate-notification-daemon", package: "mate-notification-daemon",
      command: ["/usr/lib/mate-notification-daemon/mate-notification-daemon"]),
    TestedServer(
      name: "notification-daemon", package: "notification-daemon",
      command: ["/usr/lib/notification-daemon/notification-daemon"], keepsAnsweredQuestions: true),
    TestedServer(
      name: "lxqt-notificationd", package: "lxqt-notificationd",
      command: ["/usr/bin/lxqt-notificationd"]),
    TestedServer(
      name: "mako", package: "mako-notifier", command: ["/usr/bin/mako"], screen: .wayland,
      button: .command(["/usr/bin/makoctl", "invoke", "-n", "{id}", "restart"])),
    TestedServer(
      name: "swaync", package: "sway-notification-center", command: ["/usr/bin/swaync"],
      screen: .wayland),
  ]

  /// The processor in the names of Debian's library directories.
  #if arch(x86_64)
    private static let architecture = "x86_64"
  #else
    private static let architecture = "aarch64"
  #endif
}
