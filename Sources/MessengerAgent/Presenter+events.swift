// SPDX-License-Identifier: Apache-2.0

import Inbox
import Logging
import Messages

extension Presenter {
  /// The most events kept for popups that are not known yet.
  private static let maximumEarlyCount = 64

  /// Notes what the person did with a popup.
  func handle(_ event: DisplayEvent) async {
    if let popup = event.popup, book.content(of: popup) == nil {
      early = early.suffix(Presenter.maximumEarlyCount - 1) + [event]
      return
    }
    switch event {
    case .appeared: displayBell.ring()
    case .vanished:
      displayBell.ring()
      book.removeAll()
      folding.closeAll()
    case .clicked(let popup): await note(popup, .read)
    case .chose(let popup, let key): await note(popup, .answered, answer: key)
    case .replied(let popup, let text): await note(popup, .answered, answer: text)
    case .dismissed(let popup):
      await note(popup, .dismissed)
      forget(popup)
    case .faded(let popup): forget(popup)
    }
  }

  /// Notes what happened to a popup before its display had said its number.
  func handleEarlyEvents(of popup: PopupID) async {
    let events = early.filter { $0.popup == popup }
    early.removeAll { $0.popup == popup }
    for event in events { await handle(event) }
  }

  private func note(_ popup: PopupID, _ state: MessageState, answer: String? = nil) async {
    // Whoever clicks on a summary has read how many there are, and not what they say.
    guard case .message(let id, _) = book.content(of: popup) else { return }
    do {
      guard
        let record = try await inbox.run({ inbox in try inbox.message(id: id) })
      else { return }
      try await mark([record], as: state, answer: answer)
    } catch {
      log.error("state not kept", metadata: ["message": "\(id)", "why": "\(error)"])
    }
  }

  private func forget(_ popup: PopupID) {
    switch book.remove(popup) {
    case .message(let id, _):
      hidden.remove(id)
      folding.close(id)
    case .burst(let burst): folding.closeSummary(of: burst)
    case .digest, nil: break
    }
  }

  /// Tells senders, and the screen, what another program has done in the inbox.
  func lookForChanges() async {
    for id in desk.awaited {
      guard
        let record = try? await inbox.run({ inbox in try inbox.message(id: id) })
      else { continue }
      desk.tell(id, record.state, answer: record.answer)
    }
    for (popup, number) in book.messages {
      guard
        let record = try? await inbox.run({ inbox in
          try inbox.message(number: number)
        }), !record.isUnread
      else { continue }
      forget(popup)
      await display.close(popup)
    }
  }
}
