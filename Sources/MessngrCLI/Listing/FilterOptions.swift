// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Console
import Inbox
import LinuxSystem
import Messages

/// The options that select messages.
struct FilterOptions: ParsableArguments {
  @Option(help: "Only messages that claim to be from NAME.")
  var from: String?

  @Option(help: "Only messages to NAME: you, an alias, a group.")
  var to: String?

  @Option(
    help: ArgumentHelp(
      "Only messages of this urgency, low, normal or critical; may be repeated.",
      valueName: "level"), completion: .list(Urgency.allCases.map(\.rawValue)))
  var urgency: [String] = []

  @Option(help: "Only messages that arrived at TIME or later: 2h, 14:00, yesterday, 2026-11-20.")
  var since: String?

  @Option(help: "Only messages that arrived before TIME.")
  var until: String?

  /// Whether there are no options, so that all messages are selected.
  var isEmpty: Bool {
    from == nil && to == nil && urgency.isEmpty && since == nil && until == nil
  }

  /// The filter for the options, in any of some states; an empty set is all states.
  ///
  /// - Throws: ``CommandFailure`` for a word that cannot be read.
  func filter(
    isUnread: Bool = false, states: Set<MessageState> = [], at now: WallTime
  ) throws(CommandFailure) -> InboxFilter {
    var urgencies: Set<Urgency> = []
    for word in urgency {
      urgencies.insert(
        try FilterOptions.value("--urgency", word, Urgency.allCases.map { ($0.rawValue, $0) }))
    }
    return InboxFilter(
      isUnread: isUnread, from: from, to: to, urgencies: urgencies, states: states,
      since: try FilterOptions.time("--since", since, at: now),
      until: try FilterOptions.time("--until", until, at: now))
  }

  /// The value of a word of an option.
  static func value<Value>(
    _ option: String, _ typed: String, _ known: [(word: String, value: Value)]
  ) throws(CommandFailure) -> Value {
    if let found = known.first(where: { $0.word == typed }) { return found.value }
    let words = known.map(\.word)
    let hint = Spelling.hint(
      for: typed, in: words, otherwise: ": \(words.joined(separator: ", "))")
    throw CommandFailure("\(option) cannot be '\(typed)'\(hint)", .usage)
  }

  private static func time(
    _ option: String, _ phrase: String?, at now: WallTime
  ) throws(CommandFailure) -> UnixTime? {
    guard let phrase else { return nil }
    guard let time = TimePhrase.time(phrase, .past, at: now) else {
      throw CommandFailure(
        "\(option) cannot be '\(phrase)': 2h, 14:00, yesterday or '2026-11-20 14:00'", .usage)
    }
    return time
  }
}
