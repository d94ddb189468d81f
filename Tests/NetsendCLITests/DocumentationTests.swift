// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import NetsendCLI

@Suite struct DocumentationTests {
  private static let resources = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Resources").standardizedFileURL

  /// Files, and what stands in front of the name of an option there.
  @Test(arguments: [
    ("man/netsend.1", #"\-"#), ("completions/_netsend", "--"), ("completions/netsend.bash", "--"),
    ("completions/netsend.fish", "-l "),
  ])
  func `every long option is in the manual page and in the completions`(
    file: String, prefix: String
  ) throws {
    let text = try String(contentsOf: Self.resources.appending(path: file), encoding: .utf8)
    // The second name of --replaces is for habits of notify-send only.
    let names = OptionReader.longNames.filter { $0 != "--replace-id" }
    for name in names {
      let option = prefix + name.dropFirst(2)
      #expect(
        text.ranges(of: option).contains { text[$0.upperBound...].first?.isLetter == false },
        "\(option) in \(file)")
    }
  }
}
