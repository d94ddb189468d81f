// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import LinuxSystem

/// The program `messngrd`.
package enum MessngrdProgram {
  /// Runs the program with the command line of this process.
  ///
  /// `CommandLine` has no words when a preloaded library has changed the environment, as libfaketime
  /// does.
  package static func main() { MessngrdCommand.main(CurrentProcess.arguments) }
}
