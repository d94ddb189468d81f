// SPDX-License-Identifier: Apache-2.0

import Glibc
import MailslotCommand
import Mailslots
import Places

/// The program: the command line and the environment in, an exit status out.
@main
enum Mailslot {
  static func main() {
    let places = Places { name in unsafe getenv(name).map { unsafe String(cString: $0) } }
    let program = MailslotProgram(places: places, userID: geteuid())
    exit(program.run(ProcessArguments.all))
  }
}
