// SPDX-License-Identifier: Apache-2.0

/// A command that was run, with what is known of it afterwards.
struct JobRun {
  /// How it ended.
  let end: JobEnd

  /// How long it took.
  let duration: Duration

  /// The end of what it printed.
  let output: OutputTail

  private let context: CommandContext

  /// How much of what a command prints is kept, in bytes: 1 MiB.
  static let keptByteCount = 1 << 20

  /// Runs a command to its end.
  ///
  /// - Parameter isPrinting: Whether what it prints is printed as it comes.
  init(_ words: [String], printing isPrinting: Bool, in context: CommandContext) throws {
    var output = OutputTail(limit: JobRun.keptByteCount)
    let start = ContinuousClock.now
    end = try JobProcess(words, forwardsSignals: context.isWholeProcess).run { bytes in
      output.append(bytes)
      // The command goes on when nobody looks any more.
      if isPrinting { try? context.print(bytes) }
    }
    duration = start.duration(to: .now)
    self.output = output
    self.context = context
  }

  /// Prints the end of what the command has printed.
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
