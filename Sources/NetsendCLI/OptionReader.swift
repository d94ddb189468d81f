// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import MessageDelivery
import Messages
import NameDirectory
import NetBIOSClient

/// Reads the options of `netsend`, as getopt_long(3) would: `--urgency low`, `--urgency=low`, `-u low`,
/// `-ulow`, `-qu low`.
struct OptionReader {
  /// What has been read.
  private(set) var options = SendOptions()

  /// The words that are left.
  var words: ArraySlice<String>

  /// Whether `--` has ended the options.
  private(set) var hasSeenEnd = false

  private let now: () -> WallTime

  /// All long options.
  static let longNames = [
    "--to", "--from", "--urgency", "--title", "--icon", "--category", "--expires", "--at",
    "--action",
    "--id", "--print-id", "--replaces", "--replace-id", "--retract", "--until", "--wait",
    "--deadline",
    "--no-spool", "--network", "--code-page", "--quiet", "--verbose", "--json", "--help",
    "--version",
  ]

  /// Begins before the first word.
  init(_ words: [String], now: @escaping () -> WallTime) {
    self.words = words[...]
    self.now = now
  }

  /// Takes the next word, if it is an option.
  mutating func nextOption() -> String? {
    guard !hasSeenEnd, let word = words.first,
      word == "/?" || word.utf8.count > 1 && word.utf8.first == UInt8(ascii: "-")
    else { return nil }
    words.removeFirst()
    hasSeenEnd = word == "--"
    return hasSeenEnd ? nil : word
  }

  /// Reads an option, or several with one letter each, and their arguments.
  mutating func read(_ word: String) throws(SendUsageError) {
    guard word.utf8.dropFirst().first != UInt8(ascii: "-") else {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return try read(long: String(parts[0]), parts.count == 2 ? String(parts[1]) : nil)
    }
    // A long option with one hyphen too few would be a short one with a strange value.
    guard !OptionReader.longNames.contains("-" + word) else { throw .unknownOption(word) }
    var letters = word.dropFirst()
    while let letter = letters.popFirst() {
      guard let name = OptionReader.longName(of: letter) else {
        throw .unknownOption("-\(letter)")
      }
      // notify-send has a -h of its own, so this is not always a call for help.
      if name == "--help" { throw .helpWithOtherWords }
      if letter == "A" || letter == "w" { options.waitsForRecipient = true }
      guard OptionReader.isFlag(name) else {
        let value = letters.first == "=" ? letters.dropFirst() : letters
        try read(long: name, letters.isEmpty ? nil : String(value), isBriefAction: letter == "A")
        return
      }
      try read(long: name, nil)
    }
  }

  private static func longName(of letter: Character) -> String? {
    switch letter {
    case "t": "--to"
    case "f": "--from"
    case "u": "--urgency"
    case "i": "--icon"
    case "c": "--category"
    case "a", "A": "--action"
    case "p": "--print-id"
    case "r": "--replaces"
    case "w": "--wait"
    case "q": "--quiet"
    case "v": "--verbose"
    case "h": "--help"
    default: nil
    }
  }

  private static func isFlag(_ name: String) -> Bool {
    switch name {
    case "--print-id", "--wait", "--quiet", "--verbose", "--json", "--network", "--no-spool": true
    default: false
    }
  }

  private mutating func read(
    long option: String, _ given: String?, isBriefAction: Bool = false
  ) throws(SendUsageError) {
    if OptionReader.isFlag(option) {
      guard given == nil else { throw .unwantedArgument(option: option) }
      return readFlag(option)
    }
    guard OptionReader.longNames.contains(option) else { throw .unknownOption(option) }
    guard let text = given ?? words.popFirst() else { throw .missingArgument(option: option) }
    func value<Value>(_ read: (String) -> Value?) throws(SendUsageError) -> Value {
      guard let value = read(text) else { throw .badValue(option: option, value: text) }
      return value
    }
    switch option {
    case "--to": options.request.recipients.append(try OptionReader.recipient(text))
    case "--from": options.request.from = text
    case "--urgency":
      options.request.attributes.urgency = try value { Urgency(rawValue: $0) }
    case "--title": options.request.attributes.title = text
    case "--icon": options.request.attributes.icon = try value(OptionReader.icon)
    case "--category": options.request.attributes.category = text
    case "--expires": options.request.attributes.expires = try value(TimeLimit.seconds)
    case "--at":
      let now = now()
      options.request.attributes.due = try value { DeliveryTime.time($0, at: now) }
    case "--replaces", "--replace-id":
      options.request.attributes.replaces = try value(OptionReader.earlierMessage)
    case "--retract":
      options.request.attributes.retracts = try value(OptionReader.earlierMessage)
    case "--id": options.request.attributes.id = try value { MessageID($0) }
    case "--action":
      let count = options.request.attributes.actions.count
      guard count < MessageAttributes.maximumActionCount else {
        throw .tooManyActions(limit: MessageAttributes.maximumActionCount)
      }
      options.request.attributes.actions.append(
        try value { text in
          MessageAction(text)
            ?? (isBriefAction ? MessageAction(key: "\(count)", label: text) : nil)
        })
    case "--until": options.goal = try value(OptionReader.goal)
    case "--deadline": options.timeLimit = try value(TimeLimit.duration)
    case "--code-page":
      options.request.encoding = try value { NetworkEncoding(name: $0) }
    default: throw .unwantedArgument(option: option)
    }
  }

  private mutating func readFlag(_ option: String) {
    switch option {
    case "--no-spool": options.request.mayUseSpool = false
    case "--network": options.request.usesNetwork = true
    case "--print-id": options.printsID = true
    case "--wait": options.waitsForRecipient = true
    case "--json": options.style = .json
    case "--verbose": options.style = .lines
    default: options.style = .quiet
    }
  }

  /// Reads a recipient.
  static func recipient(_ word: String) throws(SendUsageError) -> Recipient {
    do throws(MessageNameError) {
      return try Recipient(word)
    } catch {
      throw .badRecipient(word, error)
    }
  }

  private static func goal(_ text: String) -> MessageState? {
    guard let state = MessageState(rawValue: text),
      [.queued, .kept, .stored, .shown, .read, .answered].contains(state)
    else { return nil }
    return state
  }

  /// The name of an icon, or an absolute path: a relative one means another file to the recipient.
  private static func icon(_ text: String) -> String? {
    let slash = UInt8(ascii: "/")
    return text.utf8.contains(slash) && text.utf8.first != slash ? nil : text
  }

  /// The identifier of an earlier message, or the one for which a name of the sender's stands.
  private static func earlierMessage(_ text: String) -> MessageID? {
    if let id = MessageID(text) { return id }
    let isDigits = text.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte & 0xDF)
    }
    // So many digits are an identifier with a mistake in it.
    guard (1...64).contains(text.utf8.count), !isDigits || text.utf8.count < 16 else { return nil }
    return MessageID(named: text)
  }
}
