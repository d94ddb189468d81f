// SPDX-License-Identifier: Apache-2.0

import Dispatch
import GatewayCLI
import LinuxSystem
import MessngrCLI
import MessngrdCLI

/// The program `messngr`, which is `messngrd` and `messngr-gateway`, too, when it is called by these names.
///
/// The three share most of their code: Swift's runtime, Foundation, GRDB. So one file with three names is
/// installed.
@main
enum Messngr {
  @MainActor static func main() {
    switch CurrentProcess.name {
    case "messngrd": MessngrdProgram.main()
    case "messngr-gateway": GatewayProgram.main()
    default: runMessngr()
    }
  }

  /// Runs the commands of `messngr` as an asynchronous `main` would do it: in this thread until the first
  /// wait, so that a command can block signals for the whole process.
  @MainActor private static func runMessngr() -> Never {
    let program = MessngrProgram(in: .ofThisProcess())
    Task.immediate { @MainActor in  // The first task has no parent.
      CurrentProcess.exit(await program.run(CurrentProcess.arguments))
    }
    dispatchMain()
  }
}
