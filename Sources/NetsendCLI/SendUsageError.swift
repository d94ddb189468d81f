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

  /// `-h` does not stand alone.
  case helpWithOtherWords

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
      "unknown option \(option)\(SendUsageError.substitute(option))"
    case .missingArgument(let option): "\(option) needs an argument"
    case .unwantedArgument(let option): "\(option) takes no argument"
    case .badValue(let option, let value):
      "\(option) cannot be '\(value)'\(SendUsageError.hint(option))"
    case .badRecipient(let word, let error): "'\(word)' cannot be a recipient: \(error)"
    case .tooManyActions(let limit): "a message offers at most \(limit) actions"
    case .helpWithOtherWords: "-h prints help when it stands alone; there are no hints"
    case .missingText: "no message: give it after the name, or on standard input"
    }
  }

  /// What takes the place of an option of notify-send.
  private static func substitute(_ option: String) -> String {
    switch option {
    case "--app-name", "-n": ": the sender's name is --from NAME"
    case "--expire-time": ": when a message is not worth showing any more is --expires TIME"
    case "--hint": ": there are no hints; the category is --category"
    case "--transient", "-e": ": every message is kept; --expires TIME ends its time"
    default: Spelling.hint(for: option, in: OptionReader.longNames)
    }
  }

  private static func hint(_ option: String) -> String {
    switch option {
    case "--urgency": ": low, normal or critical"
    case "--until": ": queued, kept, stored, shown, read or answered"
    case "--expires": ": seconds, or 90s, 5m, 2h, 1d"
    case "--deadline": ": seconds, 0.5 for example, or 5m, 2h"
    case "--at": ": a time to come, 18:00, 'tomorrow 9:00' or 2h for example"
    case "--icon": ": the name of an icon, or an absolute path"
    case "--action": ": KEY=LABEL, yes=Yes for example"
    case "--code-page": ": a single-byte page, 850 or 1252 for example, or utf-8"
    case "--replaces", "--replace-id", "--retract":
      ": 32 hexadecimal digits, or a name that you choose"
    case "--id": ": 32 hexadecimal digits"
    default: ""
    }
  }
}
