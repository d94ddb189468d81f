// SPDX-License-Identifier: Apache-2.0

import Accounts
import LinuxSystem
import MailslotCLI
import Mailslots

/// The program: the command line and the environment in, an exit status out.
@main
enum Mailslot {
  static func main() {
    let paths = Paths(environment: Environment.variable)
    let program = MailslotProgram(paths: paths, userID: CurrentProcess.effectiveUserID)
    CurrentProcess.exit(program.run(CurrentProcess.arguments))
  }
}
