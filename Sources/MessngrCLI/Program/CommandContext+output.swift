// SPDX-License-Identifier: Apache-2.0

import Console
import LinuxSystem

extension CommandContext {
  /// The style of output for a person.
  var style: Style {
    styleBehindPager
      ?? Style(
        isTerminal: isTerminal(output), columns: terminalColumns,
        hasColours: environment("NO_COLOR")?.isEmpty != false && environment("TERM") != "dumb")
  }

  /// Prints one line or more.
  ///
  /// - Throws: `Errno` when standard output cannot be written.
  func print(_ line: String) throws {
    try print(ConsoleText.line(line, keeping: style.sequences))
  }

  /// Prints bytes unchanged: the output of a command that was run.
  ///
  /// - Throws: `Errno` when standard output cannot be written.
  func print(_ bytes: [UInt8]) throws {
    try output.writeAll(bytes)
  }

  /// Prints a line for the user on standard error.
  func note(_ line: String) {
    // Standard error may be closed; there is no other place to report that.
    _ = try? errors.writeAll(ConsoleText.line("messngr: \(line)"))
  }

  /// Whether a descriptor is a terminal; isatty(3).
  func isTerminal(_ descriptor: FileDescriptor) -> Bool {
    descriptor.isTerminal
  }

  /// The width of the terminal: that of the kernel, or `COLUMNS`, or 80.
  private var terminalColumns: Int {
    output.terminalColumnCount ?? environment("COLUMNS").flatMap { Int($0) } ?? 80
  }
}
