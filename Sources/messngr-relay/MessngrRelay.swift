// SPDX-License-Identifier: Apache-2.0

import RelayCLI

/// The program `messngr-relay`.
@main
enum MessngrRelay {
  static func main() { RelayProgram.main() }
}
