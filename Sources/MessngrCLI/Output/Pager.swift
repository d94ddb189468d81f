// SPDX-License-Identifier: Apache-2.0

import LinuxSystem

/// A program that shows long output one screen at a time: less(1).
struct Pager: Equatable {
  /// The program and its arguments, which no shell reads.
  let words: [String]

  /// The pager that the user has chosen: `MESSNGR_PAGER`, else `PAGER`, else less.
  ///
  /// `nil` for none: an empty variable, `cat`, or a terminal that cannot move its cursor.
  init?(_ environment: (String) -> String?) {
    let chosen = environment("MESSNGR_PAGER") ?? environment("PAGER") ?? "less"
    words = chosen.split(whereSeparator: { $0 == " " || $0 == "\t" }).map { String($0) }
    guard !words.isEmpty, words != ["cat"], environment("TERM") != "dumb" else { return nil }
  }

  /// The environment of the pager: as git does it, less ends at once when all fits on the screen (`F`),
  /// passes colours on (`R`) and leaves the lines on the screen (`X`), unless the user has chosen otherwise.
  static func variables(_ own: [String: String]) -> [String] {
    own.merging(["LESS": "FRX", "LV": "-c"]) { chosen, _ in chosen }.map { "\($0)=\($1)" }
  }

  /// Runs `body` with a context whose output goes through the pager, and waits for the end of the pager.
  ///
  /// When the pager cannot be started, the output goes to the terminal.
  func run(_ context: CommandContext, _ body: (CommandContext) throws -> Void) throws {
    let (readEnd, writeEnd) = try FileDescriptor.pipe()
    let child: ChildProcess
    do throws(Errno) {
      child = try ChildProcess(
        words, environment: Pager.variables(Environment.variables), input: .descriptor(readEnd))
    } catch {
      try readEnd.close()
      try writeEnd.close()
      if context.environment("MESSNGR_PAGER") ?? context.environment("PAGER") != nil {
        context.note("the pager \(words[0]) could not be started: \(error)")
      }
      return try body(context)
    }
    try readEnd.close()
    // The pager takes the characters of the terminal, and may end before all is written.
    for signal in [Signal.interrupt, .quit, .brokenPipe] { signal.ignore() }
    let result = Result { try body(context.paged(to: writeEnd)) }
    try? writeEnd.close()
    _ = child.wait()
    do { try result.get() } catch let error as Errno {
      guard error == .brokenPipe else { throw error }
    }
  }
}

extension CommandContext {
  /// Runs `body`, on a terminal with a context whose output goes through a pager.
  ///
  /// - Parameter isForPrograms: Whether the output is for programs, which need no pager.
  func paging(unless isForPrograms: Bool, _ body: (CommandContext) throws -> Void) throws {
    guard !isForPrograms, isTerminal(output), let pager = Pager(environment) else {
      return try body(self)
    }
    try pager.run(self, body)
  }
}
