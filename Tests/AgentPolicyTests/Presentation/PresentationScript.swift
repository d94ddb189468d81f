// SPDX-License-Identifier: Apache-2.0

import Testing

/// A name, and lines of what happens and what follows from it.
struct PresentationScript: CustomTestStringConvertible, Sendable {
  /// What happens at a time, and the lines of the ``PresentationPlayer`` that follow.
  struct Line: Sendable {
    let seconds: Double
    let inputs: [PresentationPlayer.Input]
    let expected: [String]

    /// Lets things happen `seconds` after the beginning.
    static func at(
      _ seconds: Double, _ inputs: PresentationPlayer.Input..., then expected: [String] = []
    ) -> Line {
      Line(seconds: seconds, inputs: inputs, expected: expected)
    }
  }

  let testDescription: String
  let lines: [Line]

  init(_ name: String, _ lines: Line...) {
    testDescription = name
    self.lines = lines
  }

  /// Plays the script, and expects its lines.
  func play() {
    var player = PresentationPlayer()
    for line in lines {
      let written = player.play(at: line.seconds, line.inputs)
      #expect(written == line.expected, "\(testDescription), at \(line.seconds) s")
    }
  }
}
