// SPDX-License-Identifier: Apache-2.0

import MessngrdCLI

/// The program `messngrd` of a build for tests; the installed one is `messngr` under another name.
@main
enum Messngrd {
  static func main() { MessngrdProgram.main() }
}
