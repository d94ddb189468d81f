// SPDX-License-Identifier: Apache-2.0

import Console
import Glibc
import LinuxSystem
import NetsendCLI

/// The program `netsend`.
@main
enum Netsend {
  static func main() {
    // What the run uses is freed by now, so a leak checker finds only real leaks.
    exit(run().rawValue)
  }

  private static func run() -> ExitStatus {
    NetsendProgram(arguments: CurrentProcess.arguments, variable: Environment.variable).run()
  }
}
