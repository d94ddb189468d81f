// SPDX-License-Identifier: Apache-2.0

import Console
import Messages

/// What is wrong with a command line.
enum SendUsageError: Error, Equatable {
  /// No recipient is given.
  case missingRecipient

  /// The option does not exist.
  case unknownOption(String)

  /// The option needs an argument.
  case missingArgument(option: String)

  /// The option takes no argument.
  case unwantedArgument(option: String)

  /// The option does not take this value.
  case badValue(option: String, value: String)

  /// The word cannot be a recipient.
  case badRecipient(String, MessageNameError)

  /// More actions than a message may offer.
  case tooManyActions(limit: Int)

  /// No text is given, and standard input is a terminal.
  case missingText
}

extension SendUsageError: CustomStringConvertible {
  /// One line for a person; the quoted words lose the characters that a terminal would obey.
  var description: String {
    MessageText.displayedOnOneLine(sentence, limit: 400)
  }

  private var sentence: String {
    switch self {
    case .missingRecipient: "no recipient: netsend NAME MESSAGE"
    case .unknownOption(let option):
      "unknown option \(option)"
        + Spelling.hint(for: option, in: Spelling.options(in: SendCommand.helpText))
    case .missingArgument(let option): "\(option) needs an argument"
    case .unwantedArgument(let option): "\(option) takes no argument"
    case .badValue(let option, let value):
      "\(option) cannot be '\(value)'\(SendUsageError.hint(option))"
    case .badRecipient(let word, let error): "'\(word)' cannot be a recipient: \(error)"
    case .tooManyActions(let limit): "a message offers at most \(limit) actions"
    case .missingText: "no message: give it after the name, or on standard input"
    }
  }

  private static func hint(_ option: String) -> String {
    switch option {
    case "--urgency", "-u": ": low, normal or critical"
    case "--until": ": stored, shown, read or answered"
    case "--expires": ": seconds, or 90s, 5m, 2h, 1d"
    case "--deadline": ": seconds, 0.5 for example, or 5m, 2h"
    case "--action", "-a": ": KEY=LABEL, yes=Yes for example"
    case "--code-page": ": a single-byte page, 850 or 1252 for example, or utf-8"
    case "--replaces", "--retract", "--id": ": 32 hexadecimal digits"
    default: ""
    }
  }
}
