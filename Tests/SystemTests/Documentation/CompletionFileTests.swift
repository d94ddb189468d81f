// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// The completions that the programs write themselves.
@Suite struct CompletionFileTests {
  @Test(arguments: ["messngr", "messngrd", "messngr-gateway", "messngr-relay"])
  func `shells complete what the program understands`(program: String) throws {
    let bench = try Workbench()
    for (shell, file) in [
      ("bash", "\(program).bash"), ("zsh", "_\(program)"), ("fish", "\(program).fish"),
    ] {
      let kept = try bench.text(of: "\(Workbench.resources)/completions/\(file)")
      let generated = try bench.run(
        BuiltProgram(program).path, ["--generate-completion-script", shell]
      ).output
      #expect(kept == generated, "\(file): run Resources/scripts/generate-completions")
    }
  }
}
