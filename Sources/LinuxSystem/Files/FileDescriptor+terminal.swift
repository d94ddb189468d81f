// SPDX-License-Identifier: Apache-2.0

import CLinux

/// Terminals; tty(4).
extension FileDescriptor {
  /// Whether the descriptor is a terminal; isatty(3).
  package var isTerminal: Bool { isatty(rawValue) == 1 }

  /// How many columns the terminal has; `nil` when it is unknown; ioctl(2) `TIOCGWINSZ`.
  package var terminalColumnCount: Int? {
    let count = clinux_terminal_columns(rawValue)
    return count > 0 ? Int(count) : nil
  }
}
