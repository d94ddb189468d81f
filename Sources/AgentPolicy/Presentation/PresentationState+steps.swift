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
    case .unhide(let id):
      guard popups.popup(of: id) == nil else { return .find([id]) }
      hidden.remove(id)
    case .redraw(let message): return .show(popup(of: message, inPlaceOf: message.delivery.id))
    case .digest(let held): return .show(rendering.popup(MessageDigest(held.map(\.sender))))
    case .carryOut(let plan, let messages): return carryOut(plan, messages)
    case .drawSummary(let burst): return summaries[burst].map { .show(popup(of: $0, burst)) }
    case .settle(let circumstances): lastCircumstances = circumstances
    case .present(let page, let doNotDisturb):
      self.doNotDisturb = doNotDisturb
      present(page, in: circumstances(at: moment))
    case .fold(let messages): fold(messages, at: moment)
    case .finish(_, let messages): saveShown(messages.map(\.key), at: moment)
    case .summarize(let all):
      let due = summaries.due(at: moment.instant, all: all)
      steps.insert(contentsOf: due.map { .drawSummary($0) }, at: 0)
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
    case (.unhide(let id), .messages(let messages)):
      hidden.remove(id)
      if let message = messages.first, message.isUnread { steps.insert(.redraw(message), at: 0) }
    case (.collectHeld(_, let circumstances, let held), .messages(let page)):
      collect(page, in: circumstances, behind: held)
    case (.readPage, .unshown(let page, let doNotDisturb)): take(page, doNotDisturb)
    case (.requireDisplay, .displayFound(let isPresent, let screen)):
      self.screen = screen
      if isPresent && screen != .unknown {
        isUnseen = false
      } else {
        giveUpOnDisplay(isPresent: isPresent)
      }
    case (.planRetry, .displayFound(let isPresent, _)):
      if isPresent { retryTime = moment.instant + Self.retryDelay }
    case (.setAlarm, .nextExpiry(let expiry)):
      return nextChange(expiry: expiry, at: moment).map { [.setAlarm($0)] } ?? []
    case (_, .shown(let popup)): noteShown(popup, by: step, at: moment)
    default: break
    }
    return []
  }

  // MARK: Held messages

  /// Looks at the held messages again when the circumstances are different.
  private mutating func bringBack(in circumstances: Interruption.Circumstances) {
    guard lastCircumstances?.isLike(circumstances, policy) != true else {
      lastCircumstances = circumstances
      return
    }
    let unhidden = circumstances.isLocked ? [] : hidden.map { PresentationStep.unhide($0) }
    steps.insert(
      contentsOf: unhidden + [.collectHeld(after: 0, circumstances, []), .settle(circumstances)],
      at: 0)
  }

  /// Collects the held messages of a page; a few are then shown one by one, many as one popup.
  private mutating func collect(
    _ page: [StoredMessage], in circumstances: Interruption.Circumstances,
    behind held: [PresentationStep.HeldMessage]
  ) {
    if let last = page.last {
      let more =
        page
        .filter { Interruption(of: $0.delivery, in: circumstances, policy) != .hold }
        .map {
          PresentationStep.HeldMessage(key: $0.key, sender: rendering.sender($0.delivery))
        }
      steps.insert(.collectHeld(after: last.number, circumstances, held + more), at: 0)
    } else if held.count > MessageDigest.threshold {
      steps.insert(contentsOf: [.requireDisplay, .digest(held)], at: 0)
    } else if !held.isEmpty {
      steps.insert(.release(held.map(\.key.number)), at: 0)
    }
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
      case .showWithoutText:
        hidden.insert(message.delivery.id)
        shown.append(message)
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
  mutating func saveShown(_ messages: [StateChange.Key], at moment: Moment) {
    guard !messages.isEmpty else { return }
    save(.change(StateChange(messages: messages, state: .shown, time: moment.time)))
  }

  private mutating func tell(_ change: StateChange, _ isChanged: [Bool]) -> [PresentationAction] {
    let told = zip(change.messages, isChanged).filter(\.1).map(\.0.id)
    // A message that cannot become shown was read or taken back while the display drew it.
    if change.state == .shown && told.count < change.messages.count { hasInboxChanged = true }
    return told.isEmpty ? [] : [.tell(told, change.state, answer: change.answer)]
  }

  // MARK: Time

  /// When a held message may be shown, or a message expires, if nothing else happens until then.
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
    let times = waits.map { moment.instant + $0 } + (retryTime.map { [$0] } ?? [])
    return times.min()
  }
}
