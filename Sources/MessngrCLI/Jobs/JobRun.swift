// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Messages

/// A run of a command, and its result.
struct JobRun {
  /// How it ended.
  let end: JobEnd

  /// When it began.
  let start: UnixTime

  /// How long it took.
  let duration: Duration

  /// The end of its output.
  let output: OutputTail

  private let context: CommandContext

  /// How much of the output is kept, in bytes: 1 MiB.
  static let keptByteCount = 1 << 20

  /// Runs a command to its end.
  ///
  /// - Parameters:
  ///   - timeLimit: When it is ended; `nil` for never.
  ///   - isPrinting: Whether its output is printed at once, standard error as standard error.
  init(
    _ words: [String], timeLimit: Duration?, printing isPrinting: Bool, in context: CommandContext
  ) throws {
    var output = OutputTail(limit: JobRun.keptByteCount)
    start = context.clock()
    let began = ContinuousClock.now
    let process = JobProcess(
      words, input: context.input, timeLimit: timeLimit, separatesErrors: isPrinting,
      forwardsSignals: context.isWholeProcess)
    end = try process.run { bytes, isError in
      output.append(bytes)
      // The command continues even if standard output is closed.
      if isPrinting { try? (isError ? context.errors : context.output).writeAll(bytes) }
    }
    duration = began.duration(to: .now)
    self.output = output
    self.context = context
  }

  /// Prints the end of the output.
  func printOutput() {
    if output.droppedByteCount > 0 {
      context.note("the first \(output.droppedByteCount) bytes of the output are left out")
    }
    var bytes = Array(output.bytes)
    guard let last = bytes.last else { return }
    if last != 0x0A { bytes.append(0x0A) }
    try? context.print(bytes)
  }
}

extension Duration {
  /// The duration in short words: `0.4 s`, `12 s`, `3 min 5 s`, `2 h 10 min`, `3 d 4 h`.
  var text: String {
    let (seconds, attoseconds) = components
    switch seconds {
    case ..<10: return "\(seconds).\(max(0, attoseconds) / 100_000_000_000_000_000) s"
    case ..<60: return "\(seconds) s"
    case ..<3600: return Duration.text(seconds / 60, "min", seconds % 60, "s")
    case ..<86_400: return Duration.text(seconds / 3600, "h", seconds % 3600 / 60, "min")
    default: return Duration.text(seconds / 86_400, "d", seconds % 86_400 / 3600, "h")
    }
  }

  private static func text(_ large: Int64, _ unit: String, _ small: Int64, _ rest: String) -> String
  {
    "\(large) \(unit)" + (small == 0 ? "" : " \(small) \(rest)")
  }
}
