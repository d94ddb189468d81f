// SPDX-License-Identifier: Apache-2.0

import Console
import Mailslots

/// The words of a command line, taken one by one.
///
/// Options may stand anywhere; the words behind `--` are no options.
struct Arguments {
  private var words: ArraySlice<String>
  private var isTextOnly = false

  /// The words that are no options, in their order.
  private(set) var plain: [String] = []

  init(_ words: ArraySlice<String>) { self.words = words }

  /// The next option; other words go to ``plain``.
  ///
  /// `nil` at the end.
  mutating func nextOption() -> String? {
    while let word = words.popFirst() {
      if isTextOnly || word == "-" || !word.hasPrefix("-") {
        plain.append(word)
      } else if word == "--" {
        isTextOnly = true
      } else if let equals = word.firstIndex(of: "="), word.hasPrefix("--") {
        words = [String(word[word.index(after: equals)...])] + words
        return String(word[..<equals])
      } else {
        return word
      }
    }
    return nil
  }

  /// The word behind an option.
  mutating func value(of option: String) throws(MailslotUsageError) -> String {
    guard let word = words.popFirst() else { throw MailslotUsageError("\(option) needs a value") }
    return word
  }

  /// The number behind an option.
  mutating func number(of option: String, from least: Int) throws(MailslotUsageError) -> Int {
    let word = try value(of: option)
    guard let number = Int(word), number >= least else {
      throw MailslotUsageError("\(option) needs a number from \(least) on, not \"\(word)\"")
    }
    return number
  }

  /// The time behind an option: `5s`, a number of milliseconds, or `forever`.
  mutating func time(of option: String) throws(MailslotUsageError) -> Duration? {
    let word = try value(of: option)
    if word == "forever" { return nil }
    guard let milliseconds = DurationText.milliseconds(word, bareUnit: 1) else {
      throw MailslotUsageError(
        "\(option) needs a time, 5s or 5000 milliseconds, or \"forever\", not \"\(word)\"")
    }
    return .milliseconds(milliseconds)
  }

  /// The first of the plain words, read as a name.
  func name() throws(MailslotUsageError) -> MailslotName {
    guard let word = plain.first else {
      throw MailslotUsageError("a name is missing: which mailslot?")
    }
    do throws(MailslotError) {
      return try MailslotName(word)
    } catch {
      throw MailslotUsageError(error.description)
    }
  }

  /// Throws an error for more plain words than a command takes.
  func expect(atMost count: Int) throws(MailslotUsageError) {
    guard plain.count > count else { return }
    throw MailslotUsageError("\"\(plain[count])\" is one word too many")
  }
}
