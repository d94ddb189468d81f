// SPDX-License-Identifier: Apache-2.0

import Console
import Mailslots

extension MailslotCommand {
  /// Reads a command line, without the program's own name.
  ///
  /// - Throws: ``MailslotUsageError`` for a wrong command line.
  public init(arguments: [String]) throws(MailslotUsageError) {
    guard let command = arguments.first else {
      throw MailslotUsageError(
        "a command is missing: read, write, info, list or path? \"mailslot --help\" shows examples")
    }
    let rest = arguments.dropFirst()
    switch command {
    case "read": self = try MailslotCommand.read(rest)
    case "write": self = try MailslotCommand.write(rest)
    case "info": self = try MailslotCommand.info(rest)
    case "list": self = try MailslotCommand.list(rest)
    case "path": self = try MailslotCommand.path(rest)
    case "help": self = .help(rest.first.flatMap(HelpTopic.init) ?? .program)
    case "-h", "--help", "/?": self = .help(.program)
    case "--version": self = .version
    default:
      let commands = ["read", "write", "info", "list", "path"]
      let hint = Spelling.hint(
        for: command, in: commands, otherwise: ", only \(commands.joined(separator: ", "))")
      throw MailslotUsageError("there is no command \"\(command)\"\(hint)")
    }
  }

  private static func read(_ words: ArraySlice<String>) throws(MailslotUsageError)
    -> MailslotCommand
  {
    var arguments = Arguments(words)
    var command = MailslotReadCommand(name: .messenger)
    while let option = arguments.nextOption() {
      switch option {
      case "--timeout": command.timeout = try arguments.time(of: option)
      case "--count": command.count = try arguments.number(of: option, from: 1)
      case "--until": command.stop = try arguments.value(of: option)
      case "--max-size": command.maximumMessageSize = try arguments.number(of: option, from: 1)
      case "--json": command.format = .json
      case "--hex": command.format = .hexadecimal
      case "-0", "--null": command.format = .endingInNUL
      case "-h", "--help": return .help(.read)
      default: throw unknown(option, of: .read)
      }
    }
    command.name = try arguments.name()
    try arguments.expect(atMost: 1)
    return .read(command)
  }

  private static func write(_ words: ArraySlice<String>) throws(MailslotUsageError)
    -> MailslotCommand
  {
    var arguments = Arguments(words)
    var command = WriteCommand(name: .messenger, source: .input)
    var (isLines, endsInNUL, stop) = (false, false, String?.none)
    while let option = arguments.nextOption() {
      switch option {
      case "--lines": isLines = true
      case "-0", "--null": endsInNUL = true
      case "--until": stop = try arguments.value(of: option)
      case "--hex": command.isHexadecimal = true
      case "--timeout": command.timeout = try arguments.time(of: option) ?? .seconds(Int64.max)
      case "--wait": command.waits = true
      case "--max-size": command.maximumMessageSize = try arguments.number(of: option, from: 1)
      case "--user": command.user = try arguments.value(of: option)
      case "-h", "--help": return .help(.write)
      default: throw unknown(option, of: .write)
      }
    }
    command.name = try arguments.name()
    let text = arguments.plain.dropFirst().joined(separator: " ")
    if isLines || endsInNUL || stop != nil {
      guard arguments.plain.count == 1 else {
        throw MailslotUsageError(
          "the messages are lines of standard input, so no text can be given")
      }
      command.source = .lines(endingInNUL: endsInNUL, stop: stop)
    } else if arguments.plain.count > 1 {
      command.source = .text(text)
    }
    return .write(command)
  }

  private static func info(_ words: ArraySlice<String>) throws(MailslotUsageError)
    -> MailslotCommand
  {
    var arguments = Arguments(words)
    var (user, isJSON) = (String?.none, false)
    while let option = arguments.nextOption() {
      switch option {
      case "--json": isJSON = true
      case "--user": user = try arguments.value(of: option)
      case "-h", "--help": return .help(.info)
      default: throw unknown(option, of: .info)
      }
    }
    let name = try arguments.name()
    try arguments.expect(atMost: 1)
    return .info(name, user: user, isJSON: isJSON)
  }

  private static func list(_ words: ArraySlice<String>) throws(MailslotUsageError)
    -> MailslotCommand
  {
    var arguments = Arguments(words)
    var (user, everyone, isJSON) = (String?.none, false, false)
    while let option = arguments.nextOption() {
      switch option {
      case "--all": everyone = true
      case "--json": isJSON = true
      case "--user": user = try arguments.value(of: option)
      case "-h", "--help": return .help(.list)
      default: throw unknown(option, of: .list)
      }
    }
    try arguments.expect(atMost: 0)
    return .list(user: user, everyone: everyone, isJSON: isJSON)
  }

  private static func path(_ words: ArraySlice<String>) throws(MailslotUsageError)
    -> MailslotCommand
  {
    var arguments = Arguments(words)
    var user: String?
    while let option = arguments.nextOption() {
      switch option {
      case "--user": user = try arguments.value(of: option)
      case "-h", "--help": return .help(.path)
      default: throw unknown(option, of: .path)
      }
    }
    let name = try arguments.name()
    try arguments.expect(atMost: 1)
    return .path(name, user: user)
  }

  private static func unknown(_ option: String, of topic: HelpTopic) -> MailslotUsageError {
    let hint = Spelling.hint(
      for: option, in: Spelling.options(in: topic.text),
      otherwise: "; \"mailslot \(topic.rawValue) --help\"")
    return MailslotUsageError("\(topic.rawValue) has no option \(option)\(hint)")
  }
}
