// SPDX-License-Identifier: Apache-2.0

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
    let units: [Character: UInt32] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
    guard let last = text.last, let unit = units[last] else { return UInt32(text) }
    guard let number = UInt32(text.dropLast()) else { return nil }
    let (product, overflow) = number.multipliedReportingOverflow(by: unit)
    return overflow ? nil : product
  }

  /// A time limit of at least a millisecond; the text is seconds, with a unit or a decimal fraction.
  ///
  /// Embedded Swift cannot read a `Double`, so this reads the digits.
  private static func timeLimit(_ text: String) -> Duration? {
    if let whole = seconds(text) { return whole == 0 ? nil : .seconds(whole) }
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let fraction = parts.last?.utf8, !fraction.isEmpty,
      fraction.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let whole = UInt32("0\(parts[0])"), whole < 4_000_000
    else { return nil }
    let digits = fraction.prefix(3).reduce(0) { $0 * 10 + UInt32($1 - UInt8(ascii: "0")) }
    let thousandths = digits * [100, 10, 1][min(fraction.count, 3) - 1]
    let milliseconds = whole * 1000 + thousandths
    return milliseconds == 0 ? nil : .milliseconds(milliseconds)
  }
}
