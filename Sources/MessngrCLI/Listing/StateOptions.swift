// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Messages

/// The option that selects messages by their state.
struct StateOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Only messages in this state, new, unread, read, answered, dismissed, expired or retracted; may be repeated.",
      valueName: "state"), completion: .list(StateOptions.words.map(\.word)))
  var state: [String] = []

  /// The words for states: those of the list, and those of JSON.
  private static let words: [(word: String, states: Set<MessageState>)] = [
    ("new", [.stored]), ("unread", [.stored, .shown, .dismissed]), ("read", [.read]),
    ("answered", [.answered]), ("dismissed", [.dismissed]), ("expired", [.expired]),
    ("retracted", [.retracted]), ("stored", [.stored]), ("shown", [.shown]),
  ]

  /// The states for the words; empty without a word.
  ///
  /// - Throws: ``CommandFailure`` for a word that is no state.
  func states() throws(CommandFailure) -> Set<MessageState> {
    var wanted: Set<MessageState> = []
    for word in state {
      wanted.formUnion(
        try FilterOptions.value(
          "--state", word, StateOptions.words.map { ($0.word, $0.states) }))
    }
    return wanted
  }
}
