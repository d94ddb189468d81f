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
    case .appeared, .vanished:
      displayBell.ring()
      // Whoever shows popups from now on has none of the old ones, and begins to count anew.
      book.removeAll()
      folding.closeAll()
      early = []
    case .clicked(let popup): await note(popup, .read)
    case .chose(let popup, let key):
      await note(popup, .answered, answer: key) { attributes in
        attributes.actions.contains { $0.key == key }
      }
    case .replied(let popup, let text):
      await note(popup, .answered, answer: MessageText.displayed(text)) { attributes in
        attributes.receipt.contains(.answered)
      }
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

  /// Notes a state of the messages that a popup shows.
  ///
  /// - Parameter isOffered: Whether a message with these attributes can come to the state. A popup
  ///   daemon may say anything.
  private func note(
    _ popup: PopupID, _ state: MessageState, answer: String? = nil,
    if isOffered: (MessageAttributes) -> Bool = { _ in true }
  ) async {
    // Whoever clicks on a summary has read how many there are, and not what they say.
    guard let ids = book.content(of: popup)?.messages, !ids.isEmpty else { return }
    do {
      let records = try await inbox.run { inbox in try ids.compactMap { try inbox.message(id: $0) }
      }
      let marked = records.filter { isOffered($0.delivery.message.attributes) }
      guard !marked.isEmpty else { return }
      try await mark(marked, as: state, answer: answer)
    } catch {
      log.error("state not kept", metadata: ["message": "\(ids[0])", "why": "\(error)"])
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
    do {
      try await desk.tellAll(by: inbox)
      let shown = book.all.filter { !$0.content.messages.isEmpty }
      let ids = shown.flatMap(\.content.messages)
      guard !ids.isEmpty else { return }
      let progress = try await inbox.run { inbox in try inbox.progress(of: ids) }
      // The popup of a message that was replaced is there for the one that has its place.
      let kept = Set(progress.filter { $0.isUnread || $0.isReplaced }.map(\.id))
      for (popup, content) in shown where kept.isDisjoint(with: content.messages) {
        // It may show something else by now.
        guard book.content(of: popup) == content else { continue }
        forget(popup)
        await display.close(popup)
      }
    } catch {
      log.error("changes not seen", metadata: ["why": "\(error)"])
    }
  }
}
