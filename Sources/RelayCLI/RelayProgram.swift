// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import LinuxSystem

/// The program `messngr-relay`.
package enum RelayProgram {
  /// Runs the program with the command line of this process.
  package static func main() { RelayCommand.main(CurrentProcess.arguments) }
}
