// SPDX-License-Identifier: Apache-2.0

import GatewayCLI

/// The program `messngr-gateway` of a build for tests; the installed one is `messngr` under another name.
@main
enum MessngrGateway {
  static func main() { GatewayProgram.main() }
}
