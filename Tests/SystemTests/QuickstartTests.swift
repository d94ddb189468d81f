// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// The first script that a reader of the README runs, with the programs of this build.
@Suite struct QuickstartTests {
  @Test func `a message comes out of quickstart, which leaves nothing running`() throws {
    let bench = try Workbench()
    var places: [String: String] = [:]
    for (name, directory) in [
      "MAILSLOT_ROOT": "mailslot", "MESSNGR_SPOOL": "spool", "XDG_STATE_HOME": "state",
      "XDG_CONFIG_HOME": "config", "XDG_RUNTIME_DIR": "run",
    ] {
      places[name] = try bench.makeDirectory(directory)
    }
    let run = try bench.run(
      "\(Workbench.resources)/scripts/quickstart", ["--programs", BuiltProgram.directory], places)
    #expect(run.status == 0, "\(run.output)\(run.errors)")
    #expect(run.output.contains("Messngr works."), "\(run.output)")
    #expect(run.output.contains("It works."), "\(run.output)")
    let mailslots = bench.files(below: "\(bench.path)/mailslot").filter { $0.hasSuffix("messngr") }
    #expect(mailslots.isEmpty, "\(mailslots)")
  }
}
