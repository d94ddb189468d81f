// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Terminals; tty(4).
extension FileDescriptor {
  /// Whether the descriptor is a terminal; isatty(3).
  package var isTerminal: Bool { isatty(rawValue) == 1 }

  /// How many columns the terminal has; `nil` where that is unknown; ioctl(2) `TIOCGWINSZ`.
  package var terminalColumnCount: Int? {
    var size = winsize()
    let result = unsafe ioctl(rawValue, UInt(TIOCGWINSZ), &size)
    return result == 0 && size.ws_col > 0 ? Int(size.ws_col) : nil
  }
}
