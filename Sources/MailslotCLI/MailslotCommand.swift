// SPDX-License-Identifier: Apache-2.0

public import Mailslots

/// The command that the words of a command line stand for.
public enum MailslotCommand: Equatable, Sendable {
  /// Make a mailslot and print its messages.
  case read(MailslotReadCommand)

  /// Write messages to a mailslot.
  case write(WriteCommand)

  /// Print the status of a mailslot.
  case info(MailslotName, user: String?, isJSON: Bool)

  /// Print the status of all mailslots.
  case list(user: String?, everyone: Bool, isJSON: Bool)

  /// Print the path of a mailslot's file.
  case path(MailslotName, user: String?)

  /// Print the help for the program, or for one of its commands.
  case help(HelpTopic)

  /// Print the version.
  case version
}

/// `mailslot read`.
public struct MailslotReadCommand: Equatable, Sendable {
  /// The mailslot to make.
  public var name: MailslotName

  /// How long to wait for each message; `nil` for ever.
  public var timeout: Duration?

  /// How many messages to read; `nil` for all.
  public var count: Int?

  /// The longest message to take, in bytes; 0 for any.
  public var maximumMessageSize = 0

  /// How to print.
  public var format = MessageFormat.text

  /// The message at which the program stops, without printing it.
  public var stop: String?

  /// Creates a command.
  public init(name: MailslotName) { self.name = name }
}

/// `mailslot write`.
public struct WriteCommand: Equatable, Sendable {
  /// Where the messages come from.
  public enum Source: Equatable, Sendable {
    /// The command line.
    case text(String)

    /// All of standard input is one message.
    case input

    /// Each line of standard input is a message; lines may end with NUL.
    case lines(endingInNUL: Bool, stop: String?)
  }

  /// The mailslot to write to.
  public var name: MailslotName

  /// Where the messages come from.
  public var source: Source

  /// Whether they are given in hexadecimal digits.
  public var isHexadecimal = false

  /// How long to wait for room, or with ``waits`` for the mailslot; `nil` where not given.
  public var timeout: Duration?

  /// Whether to wait until the mailslot exists.
  public var waits = false

  /// The longest message to write, in bytes.
  public var maximumMessageSize = MailslotWriter.standardMessageSize

  /// The owner of the mailslot; `nil` for the caller.
  public var user: String?

  /// Creates a command.
  public init(name: MailslotName, source: Source) {
    self.name = name
    self.source = source
  }
}
