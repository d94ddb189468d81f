// SPDX-License-Identifier: Apache-2.0

import Accounts
import Glibc
import LinuxSystem

extension Agent {
  /// The display that the configuration asks for and that there can be, and the screen in front of it;
  /// no screen where nothing can lock it.
  func makeDisplay(for account: Account) -> (display: any Display, screen: Screen?) {
    switch settings.configuration.display {
    case .desktop: makeDesktop(for: account)
    case .terminal: (TerminalDisplay(), nil)
    case .none: (NoDisplay(), nil)
    case .auto where hasDesktop || settings.configuration.terminals && isatty(1) == 0:
      makeDesktop(for: account)
    case .auto: (TerminalDisplay(), nil)
    }
  }

  private func makeDesktop(for account: Account) -> (display: any Display, screen: Screen?) {
    let state = Paths.inbox(of: account, environment: environment).removingLastComponent()
    let desktop = DesktopDisplay(
      settings, icons: IconFiles(in: state.appending("icons"), owner: account.userID))
    guard settings.configuration.terminals else { return (desktop, Screen(isLocked: nil)) }
    let terminals = TerminalsDisplay(OpenTerminals(of: account))
    let screen = Screen(isLocked: nil) { terminals.isBesideDesktop }
    let display = FallbackDisplay(desktop, orElse: terminals) { screen.isLeft }
    return (display, screen)
  }

  /// Whether there is a desktop to show messages on, now or later.
  ///
  /// A session bus alone is none for an agent that was started from a terminal by hand: a person
  /// who has logged in over ssh has a bus, too.
  private var hasDesktop: Bool {
    let isInSession = ["DISPLAY", "WAYLAND_DISPLAY"].contains { environment($0)?.isEmpty == false }
    let hasBus =
      environment("DBUS_SESSION_BUS_ADDRESS") != nil
      || (try? FilePath("/run/user/\(geteuid())/bus").stat()) != nil
    return hasBus && (isInSession || isatty(1) == 0)
  }
}
