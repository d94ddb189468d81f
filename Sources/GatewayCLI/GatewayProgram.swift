// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import LinuxSystem

/// The program `messngr-gateway`.
package enum GatewayProgram {
  /// Runs the program with the command line of this process.
  ///
  /// `CommandLine` has no words when a preloaded library has changed the environment, as libfaketime
  /// does.
  package static func main() { GatewayCommand.main(CurrentProcess.arguments) }
}
