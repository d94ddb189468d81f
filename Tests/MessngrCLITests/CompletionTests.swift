// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import MessngrCLI

@Suite struct CompletionTests {
  @Test(arguments: [("bash", "messngr.bash"), ("zsh", "_messngr"), ("fish", "messngr.fish")])
  func `shells complete what the program understands`(shell: String, file: String) async throws {
    let resources = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Resources")
    let kept = try String(
      contentsOf: resources.appending(path: "completions/\(file)"), encoding: .utf8)
    let generated = try await Desk().messngr("--generate-completion-script", shell).output
    #expect(kept == generated, "run Resources/scripts/generate-completions")
  }
}
