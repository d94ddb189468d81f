// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import MessngrCLI

/// The program `messngr`.
@main
enum Messngr {
  static func main() async {
    let program = MessngrProgram(in: .ofThisProcess())
    CurrentProcess.exit(await program.run(CurrentProcess.arguments))
  }
}
