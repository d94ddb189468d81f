// SPDX-License-Identifier: Apache-2.0

import Messages

/// Which popups are on the screen, and which messages they show.
struct PopupTable {
  /// What a popup shows.
  enum Content: Equatable {
    /// One message, and its repeats.
    case message(MessageID, repeats: [MessageID] = [])

    /// Many messages of a burst, folded into one popup.
    case burst(PopupPlan.Burst)

    /// The messages of a quiet time.
    case digest

    /// The messages whose texts the popup shows.
    var messages: [MessageID] {
      switch self {
      case .message(let id, let repeats): [id] + repeats
      case .burst, .digest: []
      }
    }
  }

  /// The most popups remembered; beyond that the oldest are forgotten.
  static let capacity = 1000

  /// The most repeats remembered for one message; beyond that the oldest are forgotten.
  private static let repeatCapacity = 1000

  private var contents: [PopupID: Content] = [:]
  private var popups: [MessageID: PopupID] = [:]
  private var bursts: [PopupPlan.Burst: PopupID] = [:]
  private var order: [PopupID] = []

  /// Notes what a popup shows now.
  mutating func note(_ popup: PopupID, shows content: Content) {
    _ = remove(popup)
    if order.count >= PopupTable.capacity { _ = remove(order[0]) }
    contents[popup] = content
    order.append(popup)
    switch content {
    case .message(let id, let repeats):
      popups[id] = popup
      contents[popup] = .message(id, repeats: repeats.suffix(PopupTable.repeatCapacity))
    case .burst(let burst): bursts[burst] = popup
    case .digest: break
    }
  }

  /// What a popup shows; `nil` when it is not known.
  func content(of popup: PopupID) -> Content? { contents[popup] }

  /// All popups, with what they show.
  var all: [(popup: PopupID, content: Content)] { contents.map { ($0, $1) } }

  /// The popup that shows a message.
  func popup(of id: MessageID) -> PopupID? { popups[id] }

  /// The popup of a burst.
  func popup(of burst: PopupPlan.Burst) -> PopupID? { bursts[burst] }

  /// Forgets a popup that is gone, and returns what it showed.
  mutating func remove(_ popup: PopupID) -> Content? {
    guard let content = contents.removeValue(forKey: popup) else { return nil }
    order.removeAll { $0 == popup }
    switch content {
    case .message(let id, _): if popups[id] == popup { popups[id] = nil }
    case .burst(let burst): if bursts[burst] == popup { bursts[burst] = nil }
    case .digest: break
    }
    return content
  }

  /// Notes that a popup shows a message with its known repeats and new ones.
  mutating func note(_ popup: PopupID, repeats ids: [MessageID], of first: MessageID) {
    var repeats = ids
    if let old = popups[first], case .message(_, let before) = contents[old] {
      repeats = before + ids
    }
    note(popup, shows: .message(first, repeats: repeats.filter { $0 != first }))
  }

  /// Forgets all popups, which are gone with their display.
  mutating func removeAll() {
    self = PopupTable()
  }
}
