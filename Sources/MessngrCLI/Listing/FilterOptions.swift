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

  @Option(help: "Only messages that arrived at TIME or later: 2h, 14:00, yesterday, 2026-11-20.")
  var since: String?

  @Option(help: "Only messages that arrived before TIME.")
  var until: String?

  /// Whether there are no options, so that all messages are selected.
  var isEmpty: Bool { from == nil && since == nil && until == nil }

  /// The filter for the options.
  ///
  /// - Throws: ``CommandFailure`` for a time that cannot be read.
  func filter(isUnread: Bool = false, at now: WallTime) throws(CommandFailure) -> InboxFilter {
    InboxFilter(
      isUnread: isUnread, from: from,
      since: try FilterOptions.time("--since", since, at: now),
      until: try FilterOptions.time("--until", until, at: now))
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
