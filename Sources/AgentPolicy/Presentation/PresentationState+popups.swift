// SPDX-License-Identifier: Apache-2.0

import Messages

extension PresentationState {
  /// The most events kept for popups whose numbers are not known yet.
  private static let earlyEventCapacity = 64

  // MARK: Drawing

  /// The popup of a message.
  ///
  /// - Parameters:
  ///   - old: The message whose popup becomes this one.
  ///   - note: What stands behind the summary.
  func popup(of message: StoredMessage, inPlaceOf old: MessageID?, note: String = "") -> Popup {
    let id = message.delivery.id
    var popup = rendering.popup(
      message.delivery, number: message.number, lateness: message.lateness,
      hidesText: hidden.contains(id))
    popup.summary += note
    popup.replaces = old.flatMap { popups.popup(of: $0) }
    return popup.simplified(after: failures[id, default: 0])
  }

  /// The popup of a burst.
  func popup(of summary: BurstSummary, _ burst: PopupPlan.Burst) -> Popup {
    var popup = rendering.popup(summary)
    popup.replaces = popups.popup(of: burst)
    return popup
  }

  /// Begins to show what folding has made of messages.
  mutating func carryOut(
    _ plan: PopupPlan, _ messages: [StoredMessage]
  ) -> PresentationAction? {
    guard let last = messages.last else { return nil }
    switch plan {
    case .single(let id, _, let old):
      return .show(popup(of: last, inPlaceOf: old ?? (hidden.contains(id) ? id : nil)))
    case .repeated(let first, _, let count):
      if hidden.contains(first) { hidden.insert(last.delivery.id) }
      return .show(popup(of: last, inPlaceOf: first, note: count > 1 ? " (\(count)×)" : ""))
    case .summary(let burst, _, let count, let urgency):
      // A burst is counted first and drawn when there is time: drawing is the slow part.
      let sender =
        burst == .usersWithoutAccount
        ? "users without an account" : rendering.sender(last.delivery)
      summaries.expect(BurstSummary(sender: sender, count: count, urgency: urgency), of: burst)
      // The popup of a burst shows no text that could be hidden.
      hidden.subtract(plan.messages)
      // The messages count as shown only when their burst has a popup.
      let isNew = popups.popup(of: burst) == nil
      steps.insert(
        contentsOf: (isNew ? [.summarize(all: false)] : []) + [.finish(plan, messages)], at: 0)
      return nil
    }
  }

  /// Notes that the display has shown the popup of a step.
  ///
  /// - Parameter popup: `nil` when the display does not know the popup any more.
  mutating func noteShown(_ popup: PopupID?, by step: PresentationStep, at moment: Moment) {
    if let id = step.drawnMessage { failures[id] = nil }
    switch step {
    case .redraw(let message):
      if let popup { popups.note(popup, repeats: [], of: message.delivery.id) }
    case .digest(let held):
      if let popup { popups.note(popup, shows: .digest) }
      saveShown(held.map(\.key), at: moment)
    case .drawSummary(let burst):
      if let popup {
        popups.note(popup, shows: .burst(burst))
      } else {
        folding.closeSummary(of: burst)
      }
      summaries.noteDrawing(of: burst, at: moment.instant)
    case .carryOut(.single(let id, _, _), let messages):
      if let popup { popups.note(popup, shows: .message(id)) } else { folding.close(id) }
      saveShown(messages.map(\.key), at: moment)
    case .carryOut(.repeated(let first, let added, _), let messages):
      if let popup {
        popups.note(popup, repeats: added, of: first)
      } else {
        folding.close(first)
      }
      saveShown(messages.map(\.key), at: moment)
    default: break
    }
    guard let popup else { return }
    let events = earlyEvents.filter { $0.popup == popup }
    earlyEvents.removeAll { $0.popup == popup }
    for event in events { _ = handle(event, at: moment) }
  }

  /// Notes that the display ended or did not answer while it showed a message: in the same form the
  /// message could do the same to every display.
  mutating func noteFailure(of id: MessageID) {
    if failures.count >= PopupTable.capacity { failures = [:] }
    failures[id, default: 0] += 1
  }

  /// Forgets a popup that was not drawn, so that its messages come again.
  mutating func takeBack(_ plan: PopupPlan) {
    folding.takeBack(plan)
    if case .summary(let burst, _, _, _) = plan, popups.popup(of: burst) == nil {
      summaries.cancel(burst)
    }
  }

  // MARK: Events

  /// Notes what happened on the display.
  mutating func handle(_ event: DisplayEvent, at moment: Moment) -> [PresentationAction] {
    if let popup = event.popup, popups.content(of: popup) == nil {
      earlyEvents = earlyEvents.suffix(Self.earlyEventCapacity - 1) + [event]
      return []
    }
    switch event {
    case .appeared, .vanished:
      // A new display has none of the old popups, and counts its own from the beginning.
      popups.removeAll()
      folding.closeAll()
      earlyEvents = []
      return [.publishDisplay]
    case .clicked(let popup): note(.read, of: popup, at: moment)
    case .chose(let popup, let key):
      note(.answered, of: popup, answer: key, offer: .action(key: key), at: moment)
    case .replied(let popup, let text):
      note(.answered, of: popup, answer: MessageText.displayed(text), offer: .reply, at: moment)
    case .dismissed(let popup):
      note(.dismissed, of: popup, at: moment)
      forget(popup)
    case .faded(let popup): forget(popup)
    }
    return []
  }

  private mutating func note(
    _ state: MessageState, of popup: PopupID, answer: String? = nil,
    offer: UserAct.Offer = .always, at moment: Moment
  ) {
    // A click on a summary does not mean that the user has read the messages.
    guard let messages = popups.content(of: popup)?.messages, !messages.isEmpty else { return }
    save(
      .act(
        UserAct(messages: messages, state: state, time: moment.time, answer: answer, offer: offer)))
  }

  private mutating func forget(_ popup: PopupID) {
    switch popups.remove(popup) {
    case .message(let id, _):
      hidden.remove(id)
      folding.close(id)
    case .burst(let burst): folding.closeSummary(of: burst)
    case .digest, nil: break
    }
  }

  // MARK: Closing

  /// Closes the popups of messages that were read or taken back elsewhere.
  mutating func closeOutdated(_ progress: [PresentationEvent.Progress]) -> [PresentationAction] {
    // The popup of a message that was replaced shows the message that has taken its place.
    let kept = Set(progress.filter { $0.isUnread || $0.isReplaced }.map(\.id))
    let outdated = popups.all.filter { _, content in
      !content.messages.isEmpty && kept.isDisjoint(with: content.messages)
    }
    return outdated.map { popup, _ in
      forget(popup)
      return .close(popup)
    }
  }

  /// Closes the popups of messages whose place held messages have taken.
  ///
  /// A message that its replacement did not retract belongs to another sender.
  mutating func closeReplaced(_ progress: [PresentationEvent.Progress]) -> [PresentationAction] {
    progress.filter { $0.state == .retracted }.flatMap { message -> [PresentationAction] in
      let popup = popups.popup(of: message.id)
      if let popup {
        _ = popups.remove(popup)
        folding.close(message.id)
      }
      return (popup.map { [.close($0)] } ?? [])
        + [.tell([message.id], .retracted, answer: nil)]
    }
  }
}

extension PresentationStep {
  /// The message whose popup the step draws.
  var drawnMessage: MessageID? {
    switch self {
    case .redraw(let message): message.delivery.id
    case .carryOut(_, let messages): messages.last?.delivery.id
    default: nil
    }
  }
}
