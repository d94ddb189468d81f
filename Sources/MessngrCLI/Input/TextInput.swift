// SPDX-License-Identifier: Apache-2.0

import Console
import LinuxSystem
import Messages

/// Text from the command line, or from standard input if the command line has none.
struct TextInput {
  private let context: CommandContext

  /// Creates an input.
  init(_ context: CommandContext) { self.context = context }

  /// The words with a space between them, or standard input without the line ends at its end.
  ///
  /// - Throws: ``CommandFailure`` when there are no words and standard input is a terminal.
  func text(of words: [String]) throws -> String {
    let words = words.first == "--" ? Array(words.dropFirst()) : words
    guard words.isEmpty else { return words.joined(separator: " ") }
    guard !context.isTerminal(context.input) else {
      throw CommandFailure(
        "no text: write it after the number, or pipe it to standard input", .usage)
    }
    // One byte over the limit is enough for the text to be refused as too long.
    var bytes = try FileContents.readToEnd(
      of: context.input, limit: Message.maximumTextByteCount + 2)[...]
    while bytes.last == 0x0A || bytes.last == 0x0D { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }
}
