// SPDX-License-Identifier: Apache-2.0

import Messages

/// Which popups there are, and which messages they show.
///
/// A popup that has left the screen stays in the table: the user may bring it back from the server's
/// history, and answer there.
struct PopupTable {
  /// What a popup shows.
  enum Content: Equatable {
    /// One message, and its repeats.
    case message(MessageID, repeats: [MessageID] = [])

    /// Many messages of a burst, folded into one popup.
    case burst(PopupPlan.Burst)

    /// The messages of a quiet time.
    case digest

    /// How many messages wait until the screen is unlocked.
    case lockNotice

    /// The messages whose texts the popup shows.
    var messages: [MessageID] {
      switch self {
      case .message(let id, let repeats): [id] + repeats
      case .burst, .digest, .lockNotice: []
      }
    }
  }

  /// A popup of the table.
  struct Entry {
    /// The popup.
    let popup: PopupID

    /// What it shows.
    var content: Content

    /// When it was drawn last.
    let drawing: ContinuousClock.Instant

    /// The question that it asks; `nil` for any other popup.
    let question: ShownQuestion?

    /// Whether it has left the screen.
    var isGone = false
  }

  /// The most popups remembered; beyond that the oldest are forgotten.
  static let capacity = 1000

  /// The shortest time for which a server shows a popup.
  ///
  /// Budgie says of a popup whose content changes that it has closed. Such a report comes at once.
  static let shortestLife = Duration.seconds(1)

  /// The most repeats remembered for one message; beyond that the oldest are forgotten.
  private static let repeatCapacity = 1000

  private var entries: [PopupID: Entry] = [:]
  private var popups: [MessageID: PopupID] = [:]
  private var bursts: [PopupPlan.Burst: PopupID] = [:]
  private var order: [PopupID] = []

  /// Notes what a popup shows now.
  mutating func note(
    _ popup: PopupID, shows content: Content, asking question: ShownQuestion? = nil,
    at now: ContinuousClock.Instant
  ) {
    _ = remove(popup)
    if order.count >= PopupTable.capacity { _ = remove(order[0]) }
    var content = content
    switch content {
    case .message(let id, let repeats):
      popups[id] = popup
      content = .message(id, repeats: repeats.suffix(PopupTable.repeatCapacity))
    case .burst(let burst): bursts[burst] = popup
    case .digest, .lockNotice: break
    }
    entries[popup] = Entry(
      popup: popup, content: content, drawing: now, question: question)
    order.append(popup)
  }

  /// What a popup shows, also one that has left the screen; `nil` when it is not known.
  func content(of popup: PopupID) -> Content? { entries[popup]?.content }

  /// Whether a popup was drawn a moment ago, so that a report of its end is about its former content.
  func isNew(_ popup: PopupID, at now: ContinuousClock.Instant) -> Bool {
    entries[popup].map { $0.drawing.duration(to: now) < PopupTable.shortestLife } ?? false
  }

  /// The popups that may have to be closed: those on the screen, and the questions in a history.
  var all: [Entry] { entries.values.filter { !$0.isGone || $0.question != nil } }

  /// The questions on the screen.
  var questions: [ShownQuestion] { entries.values.compactMap { $0.isGone ? nil : $0.question } }

  /// The popup on the screen that shows a message.
  func popup(of id: MessageID) -> PopupID? { popups[id] }

  /// The popup on the screen that shows a burst.
  func popup(of burst: PopupPlan.Burst) -> PopupID? { bursts[burst] }

  /// Notes that a popup has left the screen, and returns what it shows.
  mutating func leave(_ popup: PopupID) -> Content? {
    guard let content = entries[popup]?.content else { return nil }
    entries[popup]?.isGone = true
    unlist(popup, content)
    return content
  }

  /// Forgets a popup that the agent has closed, and returns what it showed.
  mutating func remove(_ popup: PopupID) -> Content? {
    guard let content = entries.removeValue(forKey: popup)?.content else { return nil }
    order.removeAll { $0 == popup }
    unlist(popup, content)
    return content
  }

  private mutating func unlist(_ popup: PopupID, _ content: Content) {
    switch content {
    case .message(let id, _): if popups[id] == popup { popups[id] = nil }
    case .burst(let burst): if bursts[burst] == popup { bursts[burst] = nil }
    case .digest, .lockNotice: break
    }
  }

  /// Notes that a popup shows a message with its known repeats and new ones.
  mutating func note(
    _ popup: PopupID, repeats ids: [MessageID], of first: MessageID,
    at now: ContinuousClock.Instant
  ) {
    var repeats = ids
    if let old = popups[first], case .message(_, let before) = content(of: old) {
      repeats = before + ids
    }
    note(popup, shows: .message(first, repeats: repeats.filter { $0 != first }), at: now)
  }

  /// Forgets all popups, which are gone with their display.
  mutating func removeAll() {
    self = PopupTable()
  }
}
