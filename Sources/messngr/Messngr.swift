// SPDX-License-Identifier: Apache-2.0

import Glibc
import MessngrCLI

/// The program `messngr`.
@main
enum Messngr {
  static func main() async {
    let program = MessngrProgram(in: .ofThisProcess())
    exit(await program.run(Array(CommandLine.arguments.dropFirst())))
  }
}
