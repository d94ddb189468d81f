// SPDX-License-Identifier: Apache-2.0

import Messages

/// Which popups are on the screen, and which messages they show.
struct PopupBook {
  /// What a popup shows.
  enum Content: Equatable {
    /// One message, perhaps said several times.
    case message(MessageID, number: Int64)

    /// Many messages of a burst, folded into one popup.
    case burst(PopupPlan.Burst)

    /// What came while nobody was to be disturbed.
    case digest
  }

  /// The most popups remembered; beyond that the oldest are forgotten.
  static let capacity = 1000

  private var contents: [PopupID: Content] = [:]
  private var popups: [MessageID: PopupID] = [:]
  private var bursts: [PopupPlan.Burst: PopupID] = [:]
  private var order: [PopupID] = []

  /// Notes what a popup shows now.
  mutating func note(_ popup: PopupID, shows content: Content) {
    _ = remove(popup)
    if order.count >= PopupBook.capacity { _ = remove(order[0]) }
    contents[popup] = content
    order.append(popup)
    switch content {
    case .message(let id, _): popups[id] = popup
    case .burst(let burst): bursts[burst] = popup
    case .digest: break
    }
  }

  /// What a popup shows; `nil` when it is not known.
  func content(of popup: PopupID) -> Content? { contents[popup] }

  /// The popups of single messages, with the messages' numbers.
  var messages: [(popup: PopupID, number: Int64)] {
    contents.compactMap { popup, content in
      guard case .message(_, let number) = content else { return nil }
      return (popup, number)
    }
  }

  /// The popup that shows a message.
  func popup(of id: MessageID) -> PopupID? { popups[id] }

  /// The popup that stands for a burst.
  func popup(of burst: PopupPlan.Burst) -> PopupID? { bursts[burst] }

  /// Forgets a popup that is gone.
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

  /// Forgets all popups: the display is gone, and they with it.
  mutating func removeAll() {
    self = PopupBook()
  }
}
