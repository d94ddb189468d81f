// SPDX-License-Identifier: Apache-2.0

import Console
import MessageDelivery
import Messages
import NameDirectory
import NetBIOSClient

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
  /// - Throws: ``SendUsageError``.
  init(_ arguments: [String]) throws(SendUsageError) {
    var words = arguments[...]
    var options = SendOptions()
    var endOfOptions = false
    while let word = words.first, !endOfOptions, SendCommand.isOption(word) {
      words.removeFirst()
      if let parts = SendCommand.parts(ofShort: word) {
        words = parts + words
        continue
      }
      switch word {
      case "--": endOfOptions = true
      case "--help", "-h", "/?":
        self = .help
        return
      case "--version":
        self = .version
        return
      default: try SendCommand.read(word, &words, into: &options)
      }
    }
    if options.request.recipients.isEmpty {
      guard let word = words.popFirst() else { throw .missingRecipient }
      options.request.recipients = [try SendCommand.recipient(word)]
    }
    options.text = words.popFirst().map { words.reduce(into: $0) { $0 += " \($1)" } }
    self = .send(options)
  }

  /// Two words for short options that are written as one: `-ulow`, `-qulow`; `nil` for all other words.
  private static func parts(ofShort word: String) -> ArraySlice<String>? {
    let rest = word.dropFirst(2)
    guard word.hasPrefix("-"), !word.hasPrefix("--"), let first = rest.first, first != "=" else {
      return nil
    }
    // A long option with one hyphen too few would be a short one with a strange value.
    guard !Spelling.options(in: helpText).contains("-" + word) else { return nil }
    switch String(word.prefix(2)) {
    case "-q": return ["-q", "-" + rest]
    case "-t", "-f", "-u", "-i", "-c", "-a": return [String(word.prefix(2)), String(rest)]
    default: return nil
    }
  }

  private static func isOption(_ word: String) -> Bool {
    word == "/?" || word.count > 1 && word.hasPrefix("-")
  }

  private static func read(
    _ word: String, _ words: inout ArraySlice<String>, into options: inout SendOptions
  ) throws(SendUsageError) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let option = String(parts[0])
    func argument() throws(SendUsageError) -> String {
      if parts.count == 2 { return String(parts[1]) }
      guard let next = words.popFirst() else { throw .missingArgument(option: option) }
      return next
    }
    switch option {
    case "--to", "-t": options.request.recipients.append(try recipient(try argument()))
    case "--from", "-f": options.request.from = try argument()
    case "--urgency", "-u":
      options.request.attributes.urgency = try value(option, try argument()) {
        Urgency(rawValue: $0)
      }
    case "--title": options.request.attributes.title = try argument()
    case "--icon", "-i": options.request.attributes.icon = try argument()
    case "--category", "-c": options.request.attributes.category = try argument()
    case "--expires":
      options.request.attributes.expires = try value(option, try argument(), seconds)
    case "--replaces":
      options.request.attributes.replaces = try value(option, try argument()) { MessageID($0) }
    case "--retract":
      options.request.attributes.retracts = try value(option, try argument()) { MessageID($0) }
    case "--id": options.request.attributes.id = try value(option, try argument()) { MessageID($0) }
    case "--action", "-a":
      guard options.request.attributes.actions.count < MessageAttributes.maximumActionCount else {
        throw .tooManyActions(limit: MessageAttributes.maximumActionCount)
      }
      options.request.attributes.actions.append(
        try value(option, try argument()) { MessageAction($0) })
    case "--until": options.request.goal = try value(option, try argument(), goal)
    case "--deadline":
      options.timeLimit = try value(option, try argument(), timeLimit)
    case "--code-page":
      options.request.encoding = try value(option, try argument()) { NetworkEncoding(name: $0) }
    case "--no-spool", "--quiet", "-q", "--json", "--network":
      guard parts.count == 1 else { throw .unwantedArgument(option: option) }
      switch option {
      case "--no-spool": options.request.mayUseSpool = false
      case "--network": options.request.usesNetwork = true
      case "--json": options.style = .json
      default: options.style = .quiet
      }
    default: throw .unknownOption(option)
    }
  }

  private static func recipient(_ word: String) throws(SendUsageError) -> Recipient {
    do throws(MessageNameError) {
      return try Recipient(word)
    } catch {
      throw .badRecipient(word, error)
    }
  }

  private static func value<Value>(
    _ option: String, _ text: String, _ read: (String) -> Value?
  ) throws(SendUsageError) -> Value {
    guard let value = read(text) else { throw .badValue(option: option, value: text) }
    return value
  }

  private static func goal(_ text: String) -> MessageState? {
    guard let state = MessageState(rawValue: text),
      [.stored, .shown, .read, .answered].contains(state)
    else { return nil }
    return state
  }

  /// A number of seconds: `90`, or with a unit: `90s`, `5m`, `2h`, `1d`.
  private static func seconds(_ text: String) -> UInt32? {
    guard let milliseconds = DurationText.milliseconds(text, bareUnit: 1000),
      milliseconds % 1000 == 0
    else { return nil }
    return UInt32(exactly: milliseconds / 1000)
  }

  /// A time limit of at least a millisecond; a number without a unit is seconds.
  private static func timeLimit(_ text: String) -> Duration? {
    guard let milliseconds = DurationText.milliseconds(text, bareUnit: 1000),
      (1..<4_000_000_000_000).contains(milliseconds)
    else { return nil }
    return .milliseconds(milliseconds)
  }
}
