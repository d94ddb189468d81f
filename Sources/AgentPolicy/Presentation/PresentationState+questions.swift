// SPDX-License-Identifier: Apache-2.0

import Messages

/// Questions, which stay answerable for as long as their senders wait; and the popup that counts what
/// came while the screen was locked.
extension PresentationState {
  /// The most questions of one sender that stay on the screen at a time.
  static let questionLimit = 5

  /// Notes that messages are shown, the last of them in a popup.
  mutating func noteMessage(
    _ message: StoredMessage, _ keys: [StateChange.Key], in popup: PopupID?, at moment: Moment
  ) {
    let question = ShownQuestion(message.delivery, at: moment.time)
    var kept: QuestionPopup?
    if let popup {
      popups.note(
        popup, shows: .message(message.delivery.id), asking: question, at: moment.instant)
      if let question, let server {
        kept = QuestionPopup(
          number: message.number, server: server, popup: popup, end: question.end)
      }
    }
    saveShown(keys, in: kept, at: moment)
  }

  /// Fits the popup of a question to the questions that are on the screen.
  ///
  /// Some servers merge popups that look alike, and the user could answer only the last of them. And a
  /// sender that asks again and again must not fill the screen: further questions go away by themselves.
  func fit(_ popup: inout Popup, of message: StoredMessage, at moment: Moment) {
    guard let question = ShownQuestion(message.delivery, at: moment.time) else { return }
    let others = popups.questions
    if others.contains(where: { $0.look == question.look }) {
      popup.summary += " (message \(message.number))"
    }
    let count = others.count { $0.group == question.group }
    popup.isQuestion = popup.isQuestion && count < Self.questionLimit
  }

  /// Whether open questions have to be shown again, and other people cannot see them.
  var mayRecallQuestions: Bool {
    questionsAreDue && (screen == .unlocked || policy.lockScreen == .show && screen == .locked)
  }

  /// Takes the open questions of the inbox.
  mutating func recall(_ questions: [OpenQuestion]) {
    let missing = questions.filter { popups.popup(of: $0.message.delivery.id) == nil }
    if missing.isEmpty {
      questionsAreDue = false
    } else {
      steps.insert(contentsOf: [.requireDisplay, .redrawAll(missing)], at: 0)
    }
  }

  /// Shows open questions again, in their popups where the server is the same.
  ///
  /// A quiet time holds back only those that would get a new popup. A display without a name keeps no
  /// popups: it does not repeat the lines that it has printed.
  mutating func redraw(
    _ questions: [OpenQuestion], in circumstances: Interruption.Circumstances
  ) {
    questionsAreDue = false
    guard let server else { return }
    var drawings: [PresentationStep] = []
    for question in questions {
      let old = question.popup.server == server ? question.popup.popup : nil
      switch Interruption(of: question.message.delivery, in: circumstances, policy) {
      case .hold where old == nil, .count: questionsWait = true
      case .hold, .show:
        folding.recall(UnshownMessage(question.message.delivery))
        drawings.append(.redraw(question.message, in: old))
      }
    }
    steps.insert(contentsOf: drawings, at: 0)
  }

  /// Closes the popups of questions whose senders have stopped waiting.
  ///
  /// The messages stay in the inbox.
  mutating func closeFormerQuestions(at now: UnixTime) -> [PresentationAction] {
    popups.all.filter { entry in entry.question.map { $0.end <= now } ?? false }
      .map { close($0.popup) }
  }

  // MARK: The lock screen

  /// Counts a message that waits until the screen is unlocked.
  mutating func count(_ message: StoredMessage) {
    lockNotice.add(
      from: rendering.knownSender(message.delivery), message.delivery.message.attributes.urgency)
  }

  /// Closes the popup that counts messages when none waits.
  mutating func closeLockNotice() -> [PresentationAction] {
    guard lockNotice.digest.count == 0, let popup = lockNotice.popup else { return [] }
    return [close(popup)]
  }
}
