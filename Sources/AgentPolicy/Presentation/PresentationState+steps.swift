// SPDX-License-Identifier: Apache-2.0

import Messages

extension PresentationState {
  /// Begins a step.
  ///
  /// - Returns: The action whose answer the step needs; `nil` when the step is done.
  mutating func begin(_ step: PresentationStep, at moment: Moment) -> PresentationAction? {
    switch step {
    case .save(.act(let act)): return .find(act.messages)
    case .save(.change(let change)): return .mark(change)
    case .closeOutdated(let messages), .closeReplaced(let messages): return .readProgress(messages)
    case .review: return .review
    case .collectHeld(let number, _, _): return .readHeld(after: number)
    case .release(let numbers): return .release(numbers)
    case .hold(let numbers): return .hold(numbers)
    case .readPage: return .readUnshown(limit: isUnseen ? 1 : Self.pageSize)
    case .requireDisplay, .planRetry: return .findDisplay
    case .setAlarm: return .readNextExpiry
    case .recall: return mayRecallQuestions ? .readQuestions : nil
    case .redrawAll(let questions): redraw(questions, in: circumstances(at: moment))
    case .redraw(let message, let old):
      var popup = popup(of: message, inPlaceOf: nil, at: moment)
      popup.replaces = old
      return .show(popup)
    case .digest(let held):
      var digest = MessageDigest()
      for message in held { digest.add(from: message.sender) }
      return .show(rendering.popup(digest))
    case .drawLockNotice:
      var popup = rendering.popup(lockNotice)
      popup.replaces = lockNotice.popup
      return .show(popup)
    case .carryOut(let plan, let messages): return carryOut(plan, messages, at: moment)
    case .drawSummary(let burst): return summaries[burst].map { .show(popup(of: $0, burst)) }
    case .settle(let circumstances): lastCircumstances = circumstances
    case .present(let page, let doNotDisturb):
      self.doNotDisturb = doNotDisturb
      present(page, in: circumstances(at: moment))
    case .fold(let messages): fold(messages, at: moment)
    case .finish(_, let messages): saveShown(messages.map(\.key), at: moment)
    case .summarize(let all):
      let due =
        keepsPopups
        ? summaries.due(at: moment.instant, all: all) : summaries.settled(at: moment.instant)
      steps.insert(contentsOf: due.map { .drawSummary($0) }, at: 0)
      if screen == .locked, lockNotice.isDue(at: moment.instant, all: all) {
        steps.insert(.drawLockNotice, at: 0)
      }
    }
    return nil
  }

  /// Takes the answer to the action of a step.
  ///
  /// - Returns: What follows from it at once.
  mutating func answer(
    _ event: PresentationEvent, to step: PresentationStep, at moment: Moment
  ) -> [PresentationAction] {
    switch (step, event) {
    case (.save(.act(let act)), .messages(let messages)):
      if let change = act.change(of: messages) { unsaved.insert(.change(change), at: 0) }
    case (.save(.change(let change)), .marked(let isChanged)): return tell(change, isChanged)
    case (.closeOutdated, .progress(let progress)): return closeOutdated(progress)
    case (.closeReplaced, .progress(let progress)): return closeReplaced(progress)
    case (.review, .reviewed(let doNotDisturb, let screen)):
      (self.doNotDisturb, self.screen) = (doNotDisturb, screen)
      bringBack(in: circumstances(at: moment))
      return closeFormerQuestions(at: moment.time)
    case (.recall, .questions(let questions)): recall(questions)
    case (.collectHeld(_, let circumstances, let held), .messages(let page)):
      return collect(page, in: circumstances, behind: held)
    case (.readPage, .unshown(let page, let doNotDisturb)): take(page, doNotDisturb)
    case (.requireDisplay, .displayFound(let isPresent, let screen, let server)):
      self.screen = screen
      if let server { noteServer(server) }
      if isPresent && screen != .unknown {
        isUnseen = false
      } else {
        giveUpOnDisplay(isPresent: isPresent)
      }
    case (.planRetry, .displayFound(let isPresent, _, _)):
      if isPresent { retryTime = moment.instant + Self.retryDelay }
    case (.setAlarm, .nextExpiry(let expiry)):
      return nextChange(expiry: expiry, at: moment).map { [.setAlarm($0)] } ?? []
    case (_, .shown(let popup)):
      keepsPopups = popup != nil
      noteShown(popup, by: step, at: moment)
    case (_, .refused): noteRefused(step, at: moment)
    default: break
    }
    return []
  }

  // MARK: Held messages

  /// Looks at the held messages again when the circumstances are different.
  private mutating func bringBack(in circumstances: Interruption.Circumstances) {
    guard isPolicyNew || lastCircumstances?.isLike(circumstances, policy) != true else {
      lastCircumstances = circumstances
      return
    }
    isPolicyNew = false
    lockNotice.restart()
    if questionsWait { (questionsAreDue, questionsWait) = (true, false) }
    steps.insert(
      contentsOf: [.collectHeld(after: 0, circumstances, []), .settle(circumstances)], at: 0)
  }

  /// Collects the held messages of a page.
  ///
  /// After a quiet time, a few are then shown one by one, and many as one popup. After a lock, each is
  /// shown.
  private mutating func collect(
    _ page: [StoredMessage], in circumstances: Interruption.Circumstances,
    behind held: [PresentationStep.HeldMessage]
  ) -> [PresentationAction] {
    guard page.isEmpty else {
      var held = held
      for message in page {
        switch Interruption(of: message.delivery, in: circumstances, policy) {
        case .hold: break
        case .count: count(message)
        case .show:
          held.append(
            PresentationStep.HeldMessage(
              key: message.key, sender: rendering.sender(message.delivery)))
        }
      }
      let last = page[page.count - 1].number
      steps.insert(.collectHeld(after: last, circumstances, held), at: 0)
      return []
    }
    let wasQuiet = lastCircumstances?.isQuiet(policy) ?? true
    if wasQuiet, held.count > MessageDigest.threshold {
      steps.insert(contentsOf: [.requireDisplay, .digest(held)], at: 0)
    } else if !held.isEmpty {
      steps.insert(.release(held.map(\.key.number)), at: 0)
    }
    return closeLockNotice()
  }

  // MARK: Pages

  private mutating func take(_ page: [StoredMessage], _ doNotDisturb: DoNotDisturb) {
    if page.isEmpty {
      steps.insert(.summarize(all: true), at: 0)
    } else if isUnseen {
      steps.insert(contentsOf: [.requireDisplay, .readPage], at: 0)
    } else {
      isUnseen = true
      steps.insert(contentsOf: [.requireDisplay, .present(page, doNotDisturb), .readPage], at: 0)
    }
  }

  private mutating func present(
    _ page: [StoredMessage], in circumstances: Interruption.Circumstances
  ) {
    var (held, shown) = ([StoredMessage](), [StoredMessage]())
    for message in page {
      switch Interruption(of: message.delivery, in: circumstances, policy) {
      case .hold: held.append(message)
      case .count:
        count(message)
        held.append(message)
      case .show: shown.append(message)
      }
    }
    var next: [PresentationStep] = []
    let replaced = held.compactMap(\.delivery.message.attributes.replaces)
    if !replaced.isEmpty { next.append(.closeReplaced(replaced)) }
    if !held.isEmpty {
      lastCircumstances = circumstances
      next.append(.hold(held.map(\.number)))
    }
    steps.insert(contentsOf: next + [.fold(shown)], at: 0)
  }

  private mutating func fold(_ messages: [StoredMessage], at moment: Moment) {
    let byID = Dictionary(messages.map { ($0.delivery.id, $0) }) { first, _ in first }
    let plans = folding.fold(messages.map { UnshownMessage($0.delivery) }, at: moment.instant)
    let drawings = plans.map { plan in
      PresentationStep.carryOut(plan, plan.messages.compactMap { byID[$0] })
    }
    steps.insert(contentsOf: drawings + [.summarize(all: false)], at: 0)
  }

  // MARK: States

  /// Notes that messages are shown.
  ///
  /// - Parameter question: The popup of the last one, if that is a question.
  mutating func saveShown(
    _ messages: [StateChange.Key], in question: QuestionPopup? = nil, at moment: Moment
  ) {
    guard !messages.isEmpty else { return }
    save(
      .change(
        StateChange(messages: messages, state: .shown, time: moment.time, question: question)))
  }

  private mutating func tell(_ change: StateChange, _ isChanged: [Bool]) -> [PresentationAction] {
    let told = zip(change.messages, isChanged).filter(\.1).map(\.0.id)
    // A message that cannot become shown was read or taken back while the display drew it.
    if change.state == .shown && told.count < change.messages.count { hasInboxChanged = true }
    return told.isEmpty ? [] : [.tell(told, change.state, answer: change.answer)]
  }

  // MARK: Time

  /// When a held message may be shown, a message expires, or a sender stops waiting, if nothing else
  /// happens until then.
  private func nextChange(
    expiry: UnixTime?, at moment: Moment
  ) -> ContinuousClock.Instant? {
    var waits: [Duration] = []
    if let expiry {
      waits.append(.milliseconds(max(0, expiry.milliseconds(since: moment.time))))
    }
    if case .until(let end) = doNotDisturb, doNotDisturb.isOn(at: moment.time) {
      waits.append(.milliseconds(end.milliseconds(since: moment.time)) + .milliseconds(1))
    }
    if policy.quietHours.contains(moment.localTime),
      let minutes = policy.quietHours.minutesUntilChange(after: moment.localTime)
    {
      waits.append(.seconds(60 * minutes))
    }
    if let end = popups.all.compactMap(\.question?.end).min() {
      waits.append(.milliseconds(max(0, end.milliseconds(since: moment.time))))
    }
    // A line that a display has not taken is tried again with its messages, and not sooner.
    let settling = keepsPopups ? nil : summaries.settling.flatMap { $0 > moment.instant ? $0 : nil }
    return (waits.map { moment.instant + $0 } + [retryTime, settling].compactMap(\.self)).min()
  }
}
