// SPDX-License-Identifier: Apache-2.0

import Accounts
import Glibc
import LinuxSystem
import MailslotCLI
import Mailslots

/// The program: the command line and the environment in, an exit status out.
@main
enum Mailslot {
  static func main() {
    let paths = Paths { name in unsafe getenv(name).map { unsafe String(cString: $0) } }
    let program = MailslotProgram(paths: paths, userID: geteuid())
    exit(program.run(ProcessArguments.all))
  }
}
