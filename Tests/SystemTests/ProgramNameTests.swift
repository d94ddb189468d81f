// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// One program with three names, as it is installed.
@Suite struct ProgramNameTests {
  @Test(arguments: ["messngr", "messngrd", "messngr-gateway"])
  func `the name by which messngr is called decides which program it is`(name: String) throws {
    let bench = try Workbench()
    try FileManager.default.createSymbolicLink(
      atPath: "\(bench.path)/\(name)", withDestinationPath: BuiltProgram("messngr").path)
    for option in ["--help", "--version", "--no-such-option"] {
      let linked = try bench.run("\(bench.path)/\(name)", [option])
      let alone = try bench.run(BuiltProgram(name).path, [option])
      #expect(linked.status == alone.status)
      #expect(linked.output == alone.output)
      #expect(linked.errors == alone.errors)
    }
    let help = try bench.run("\(bench.path)/\(name)", ["--help"]).output
    #expect(help.contains("USAGE: \(name) "), "\(help)")
  }
}
