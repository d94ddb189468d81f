// SPDX-License-Identifier: Apache-2.0

import Console
import LinuxSystem
import Messages

/// Text from the command line, or from standard input where there is none.
struct TextInput {
  private let context: CommandContext

  /// Creates an input.
  init(_ context: CommandContext) { self.context = context }

  /// The words with a space between them, or what a pipe brings, without the line ends behind it.
  ///
  /// - Throws: ``CommandFailure`` when there are no words, and a person would have to type them.
  func text(of words: [String]) throws -> String {
    let words = words.first == "--" ? Array(words.dropFirst()) : words
    guard words.isEmpty else { return words.joined(separator: " ") }
    guard !context.isTerminal(context.input) else {
      throw CommandFailure("no text: give it behind the number, or on standard input", .usage)
    }
    // One byte over the limit is enough to be refused for its length.
    var bytes = try FileContents.readToEnd(
      of: context.input, limit: Message.maximumTextByteCount + 2)[...]
    while bytes.last == 0x0A || bytes.last == 0x0D { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }
}
