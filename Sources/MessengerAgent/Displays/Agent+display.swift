// SPDX-License-Identifier: Apache-2.0

import Accounts
import AgentSupport
import LinuxSystem

extension Agent {
  /// The display that the configuration asks for, and its lock; `nil` for a display without one.
  ///
  /// - Parameter arrivalSignal: Rung when a message has come.
  func makeDisplay(
    for account: Account, arrivalSignal: WakeSignal
  ) -> (display: any Display, lock: ScreenLock?) {
    switch settings.configuration.display {
    case .desktop: makeDesktop(for: account, arrivalSignal)
    case .terminal where isReaderOfOutput: (TerminalDisplay(), nil)
    case .terminal: (NoDisplay(), nil)
    case .terminals: (TerminalsDisplay(OpenTerminals(of: account)), nil)
    case .none: (NoDisplay(), nil)
    case .auto where hasDesktop || !FileDescriptor.standardOutput.isTerminal:
      makeDesktop(for: account, arrivalSignal)
    case .auto: (TerminalDisplay(), nil)
    }
  }

  private func makeDesktop(
    for account: Account, _ arrivalSignal: WakeSignal
  ) -> (display: any Display, lock: ScreenLock?) {
    let state = Paths.inbox(of: account, environment: environment).removingLastComponent()
    let desktop = DesktopDisplay(
      settings, icons: IconFiles(in: state.appending("icons"), owner: account.userID),
      resources: DesktopResources(home: account.home, environment: environment),
      arrivalSignal: arrivalSignal, log: log)
    guard settings.configuration.terminals else { return (desktop, ScreenLock(isLocked: nil)) }
    let terminals = TerminalsDisplay(OpenTerminals(of: account))
    let lock = ScreenLock(isLocked: nil) { terminals.isBesideDesktop }
    let display = FallbackDisplay(desktop, orElse: terminals) { lock.isLeft }
    return (display, lock)
  }

  /// Whether a user or a program may read standard output: a terminal, or a pipe.
  ///
  /// A message in a log file, or in the journal, which is a socket, has been shown to no user.
  private var isReaderOfOutput: Bool {
    let output = FileDescriptor.standardOutput
    if output.isTerminal { return true }
    return switch (try? output.stat())?.type {
    case .regular, .socket, .characterDevice: false
    default: true
    }
  }

  /// Whether there is a desktop to show messages on, now or later.
  ///
  /// For an agent that a user starts in a terminal, a session bus alone is not a desktop: a login over
  /// ssh has a bus, too.
  private var hasDesktop: Bool {
    let isInSession = ["DISPLAY", "WAYLAND_DISPLAY"].contains { environment($0)?.isEmpty == false }
    let hasBus =
      environment("DBUS_SESSION_BUS_ADDRESS") != nil
      || (try? FilePath("/run/user/\(CurrentProcess.effectiveUserID)/bus").stat()) != nil
    return hasBus && (isInSession || !FileDescriptor.standardOutput.isTerminal)
  }
}
