// SPDX-License-Identifier: Apache-2.0

import Wire

/// States that messages have reached, as agents and relays tell each other.
///
/// As a text it has a line for each message: `ID STATE`, `ID answered ANSWER`, or `ID refused CODE`. In an
/// answer `\n` stands for a line feed, `\r` for a return, and `\\` for a backslash.
public struct StateReport: Equatable, Sendable {
  /// What happened to a message.
  public enum Outcome: Equatable, Sendable {
    /// It has reached a state; an answered one brings its answer.
    case reached(MessageState, answer: String?)

    /// The recipient's agent refused it.
    case refused(Win32Error)
  }

  /// One message.
  public struct Entry: Equatable, Sendable {
    /// The message.
    public let id: MessageID

    /// What happened to it.
    public let outcome: Outcome

    /// Creates an entry.
    public init(_ id: MessageID, _ outcome: Outcome) {
      self.id = id
      self.outcome = outcome
    }
  }

  /// The messages, in the order in which they reached these states.
  public var entries: [Entry]

  /// The most messages in one report: with answers of 64 bytes it fits into one message.
  public static let maximumCount = 500

  /// Creates a report.
  public init(_ entries: [Entry] = []) { self.entries = entries }

  /// Reads a report; lines that are none are left out.
  public init(_ text: some StringProtocol) {
    entries = String(text).parts(separator: "\n").compactMap { Entry(line: $0) }
  }
}

extension StateReport: CustomStringConvertible {
  /// The report as text.
  public var description: String { entries.map { "\($0)\n" }.joined() }
}

extension StateReport.Entry: CustomStringConvertible {
  fileprivate init?(line: String) {
    // By bytes: an accent at the start of an answer would make a Character with the space.
    let words = line.parts(separator: " ", limit: 3)
    guard words.count >= 2, let id = MessageID(words[0]) else { return nil }
    let rest = words.count == 3 ? words[2] : nil
    if words[1] == "refused" {
      guard let code = rest.flatMap({ Int($0) }) else { return nil }
      self.init(id, .refused(Win32Error(rawValue: code)))
    } else {
      guard let state = MessageState(rawValue: words[1]) else { return nil }
      self.init(id, .reached(state, answer: rest.map(Self.unescaped)))
    }
  }

  /// The entry as a line.
  public var description: String {
    switch outcome {
    case .reached(let state, let answer?): "\(id) \(state.rawValue) \(Self.escaped(answer))"
    case .reached(let state, nil): "\(id) \(state.rawValue)"
    case .refused(let code): "\(id) refused \(code.rawValue)"
    }
  }

  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": escaped += #"\\"#
      case "\n": escaped += #"\n"#
      case "\r": escaped += #"\r"#
      case "\0": break
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  private static func unescaped(_ text: String) -> String {
    var plain = ""
    var isEscaped = false
    for scalar in text.unicodeScalars {
      if isEscaped {
        plain.unicodeScalars.append(scalar == "n" ? "\n" : scalar == "r" ? "\r" : scalar)
        isEscaped = false
      } else if scalar == "\\" {
        isEscaped = true
      } else {
        plain.unicodeScalars.append(scalar)
      }
    }
    return plain
  }
}
