// SPDX-License-Identifier: Apache-2.0

import Glibc
import Places
import SystemPackage

extension Agent {
  /// The display that the configuration asks for, and that there can be.
  func makeDisplay(for account: Account) -> any Display {
    switch settings.configuration.display {
    case .desktop: makeDesktop(for: account)
    case .terminal: TerminalDisplay()
    case .none: NoDisplay()
    case .auto where hasDesktop || settings.configuration.terminals && isatty(1) == 0:
      makeDesktop(for: account)
    case .auto: TerminalDisplay()
    }
  }

  private func makeDesktop(for account: Account) -> any Display {
    let desktop = DesktopDisplay(settings)
    guard settings.configuration.terminals else { return desktop }
    return FallbackDisplay(desktop, orElse: TerminalsDisplay(OpenTerminals(of: account)))
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
