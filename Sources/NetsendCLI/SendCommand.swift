// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import MessageDelivery
import Messages
import NameDirectory

/// The command line of `netsend`.
///
/// A parsing library would cost many times what the delivery costs, so this is written by hand.
enum SendCommand: Equatable {
  /// Send a message.
  case send(SendOptions)

  /// Print ``helpText``.
  case help

  /// Print the version.
  case version

  /// Reads the words after the program's name.
  ///
  /// Options stand before the recipient; all words after it are the text, as typed.
  ///
  /// - Parameter now: The time, for a message that is to be delivered later.
  /// - Throws: ``SendUsageError``.
  init(
    _ arguments: [String], now: @escaping () -> WallTime = { WallTime(.now, in: .local) }
  ) throws(SendUsageError) {
    var reader = OptionReader(arguments, now: now)
    while let word = reader.nextOption() {
      switch word {
      case "--help", "/?":
        self = .help
        return
      case "-h" where arguments.count == 1:
        self = .help
        return
      case "--version":
        self = .version
        return
      default: try reader.read(word)
      }
    }
    var options = reader.options
    if options.request.recipients.isEmpty {
      guard let word = reader.words.popFirst() else { throw .missingRecipient }
      options.request.recipients = [try OptionReader.recipient(word)]
    }
    let words = reader.words
    options.textIndices = words.indices
    if words.isEmpty, options.request.attributes.retracts != nil {
      options.text = ""
    } else if words.count != 1 || words.first != "-" {
      options.text = words.first.map { words.dropFirst().reduce(into: $0) { $0 += " \($1)" } }
    }
    if !reader.hasSeenEnd { options.warnings = SendCommand.warnings(about: words) }
    options.request.goal = options.goal ?? options.usualGoal
    self = .send(options)
  }

  /// Warns of options behind the name, which are sent as text.
  private static func warnings(about words: ArraySlice<String>) -> [String] {
    words.indices.filter { index in
      let word = words[index]
      guard word.utf8.first == UInt8(ascii: "-") else { return false }
      if word == "-u", index + 1 < words.endIndex {
        return Urgency(rawValue: words[index + 1]) != nil
      }
      let name = word.split(separator: "=", maxSplits: 1).first.map { String($0) } ?? word
      return OptionReader.longNames.contains(name)
    }.map { index in
      "\(words[index]) is behind the name, so it is part of the message; options stand before the name"
    }
  }
}

extension SendOptions {
  /// The state to wait for when none is given.
  fileprivate var usualGoal: MessageState {
    guard waitsForRecipient else { return .stored }
    return request.attributes.actions.isEmpty ? .read : .answered
  }
}
