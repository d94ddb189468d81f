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
  func popup(
    of message: StoredMessage, inPlaceOf old: MessageID?, note: String = "", at moment: Moment
  ) -> Popup {
    var popup = rendering.popup(
      message.delivery, number: message.number, lateness: message.lateness, at: moment.time)
    popup.summary += note
    fit(&popup, of: message, at: moment)
    popup.replaces = old.flatMap { popups.popup(of: $0) }
    return popup.simplified(after: failures[message.delivery.id, default: 0])
  }

  /// The popup of a burst.
  func popup(of summary: BurstSummary, _ burst: PopupPlan.Burst) -> Popup {
    var popup = rendering.popup(summary)
    popup.replaces = popups.popup(of: burst)
    return popup
  }

  /// Begins to show what folding has made of messages.
  mutating func carryOut(
    _ plan: PopupPlan, _ messages: [StoredMessage], at moment: Moment
  ) -> PresentationAction? {
    guard let last = messages.last else { return nil }
    switch plan {
    case .single(_, _, let old):
      return .show(popup(of: last, inPlaceOf: old, at: moment))
    case .repeated(let first, _, let count):
      let note = count > 1 ? " (\(count)×)" : ""
      return .show(popup(of: last, inPlaceOf: first, note: note, at: moment))
    case .summary(let burst, _, let count, let urgency):
      // A burst is counted first and drawn when there is time: drawing is the slow part.
      let sender =
        burst == .usersWithoutAccount
        ? "users without an account" : rendering.sender(last.delivery)
      summaries.expect(
        BurstSummary(sender: sender, count: count, urgency: urgency), of: burst,
        at: moment.instant)
      // The messages count as shown only when their burst has a popup. A display that keeps none gets
      // one line when the burst pauses.
      let isNew = keepsPopups && popups.popup(of: burst) == nil
      steps.insert(
        contentsOf: (isNew ? [.summarize(all: false)] : []) + [.finish(plan, messages)], at: 0)
      return nil
    }
  }

  /// Notes that the display has shown the popup of a step.
  ///
  /// - Parameter popup: `nil` when the display keeps no popups.
  mutating func noteShown(_ popup: PopupID?, by step: PresentationStep, at moment: Moment) {
    if let id = step.drawnMessage { failures[id] = nil }
    let now = moment.instant
    switch step {
    case .redraw(let message, _): noteMessage(message, [message.key], in: popup, at: moment)
    case .digest(let held):
      if let popup { popups.note(popup, shows: .digest, at: now) }
      saveShown(held.map(\.key), at: moment)
    case .drawLockNotice:
      if let popup { popups.note(popup, shows: .lockNotice, at: now) }
      lockNotice.noteDrawing(popup, at: now)
    case .drawSummary(let burst):
      if let popup {
        popups.note(popup, shows: .burst(burst), at: now)
      } else {
        folding.restartSummary(of: burst)
      }
      summaries.noteDrawing(of: burst, at: now)
    case .carryOut(.single(let id, _, _), let messages):
      if popup == nil { folding.close(id) }
      if let message = messages.last {
        noteMessage(message, messages.map(\.key), in: popup, at: moment)
      }
    case .carryOut(.repeated(let first, let added, _), let messages):
      if let popup {
        popups.note(popup, repeats: added, of: first, at: now)
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

  /// Notes that the display has refused the popup of a step, which does not come again.
  mutating func noteRefused(_ step: PresentationStep, at moment: Moment) {
    switch step {
    case .drawSummary(let burst):
      folding.closeSummary(of: burst)
      summaries.noteDrawing(of: burst, at: moment.instant)
    case .drawLockNotice: lockNotice.noteDrawing(nil, at: moment.instant)
    case .digest(let held): saveShown(held.map(\.key), at: moment)
    case .carryOut(let plan, let messages):
      switch plan {
      case .single(let id, _, _): folding.close(id)
      case .repeated(let first, _, _): folding.close(first)
      case .summary: break
      }
      saveShown(messages.map(\.key), at: moment)
    default: break
    }
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
    case .appeared(let server):
      if let server, server != self.server {
        noteServer(server)
        questionsAreDue = true
      }
      return [.publishDisplay]
    case .vanished:
      noteServer(nil)
      return [.publishDisplay]
    case .silenced(let silence):
      self.silence = silence
      return [.publishDisplay]
    // The cycle after the event looks for the display.
    case .due: break
    case .clicked(let popup): note(.read, of: popup, at: moment)
    case .chose(let popup, let key):
      note(.answered, of: popup, answer: key, offer: .action(key: key), at: moment)
    case .replied(let popup, let text):
      note(.answered, of: popup, answer: MessageText.displayed(text), offer: .reply, at: moment)
    case .dismissed(let popup):
      note(.dismissed, of: popup, at: moment)
      forget(popups.leave(popup))
    case .faded(let popup):
      // What ends at once is what the popup showed before.
      if popup == changing || popups.isNew(popup, at: moment.instant) { break }
      forget(popups.leave(popup))
    }
    return []
  }

  /// Notes which display has the popups now; `nil` for none.
  ///
  /// Another display has none of the old popups, and counts its own from the beginning.
  mutating func noteServer(_ server: String?) {
    guard server == nil || server != self.server else { return }
    defer { self.server = server }
    // The first name of a display says nothing against what it has shown.
    guard server == nil || self.server != nil else { return }
    questionsAreDue = true
    popups.removeAll()
    folding.closeAll()
    lockNotice.noteNewDisplay()
    earlyEvents = []
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

  /// Notes that what a popup shows is not on the screen any more.
  private mutating func forget(_ content: PopupTable.Content?) {
    switch content {
    case .message(let id, _): folding.close(id)
    case .burst(let burst): folding.closeSummary(of: burst)
    case .lockNotice: lockNotice.popup = nil
    case .digest, nil: break
    }
  }

  // MARK: Closing

  /// Closes a popup that shows what is over.
  mutating func close(_ popup: PopupID) -> PresentationAction {
    forget(popups.remove(popup))
    return .close(popup)
  }

  /// Closes the popups of messages that were read or taken back elsewhere.
  mutating func closeOutdated(_ progress: [PresentationEvent.Progress]) -> [PresentationAction] {
    let progress = Dictionary(progress.map { ($0.id, $0) }) { first, _ in first }
    let outdated = popups.all.filter { entry in
      !entry.content.messages.isEmpty
        && !entry.content.messages.contains { progress[$0].map { entry.isNeeded($0) } ?? false }
    }
    return outdated.map { close($0.popup) }
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
    case .redraw(let message, _): message.delivery.id
    case .carryOut(_, let messages): messages.last?.delivery.id
    default: nil
    }
  }
}

extension PopupTable.Entry {
  /// Whether a popup of a message is still of use.
  ///
  /// A question that was read in the inbox can still be answered with a click. The popup of a message
  /// that was replaced shows the message that has taken its place, if it is on the screen.
  fileprivate func isNeeded(_ message: PresentationEvent.Progress) -> Bool {
    message.isUnread || message.isReplaced && !isGone
      || message.state == .read && question != nil
  }
}
