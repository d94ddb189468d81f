// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import NetsendCLI

/// The program `netsend`.
@main
enum Netsend {
  static func main() {
    let program = NetsendProgram(
      arguments: CurrentProcess.arguments, argumentBytes: CurrentProcess.argumentBytes,
      variable: Environment.variable)
    CurrentProcess.exit(program.run())
  }
}
