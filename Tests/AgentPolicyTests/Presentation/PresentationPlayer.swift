// SPDX-License-Identifier: Apache-2.0

import Messages

@testable import AgentPolicy

/// Plays the inbox and the display for a ``PresentationState``, and writes down what it sees.
///
/// | line | action |
/// |---|---|
/// | `show 1 bob: hi` | popup 1 shows a message of bob |
/// | `show 1 bob?: hi` | the same, as a question |
/// | `print bob: hi` | a terminal shows it |
/// | `fail bob: hi` | the display does not show it |
/// | `mark hi shown`, `hold hi`, `release hi` | the inbox stores it |
/// | `close 1` | popup 1 leaves the screen |
/// | `alarm 5 s` | the next cycle begins in 5 s, at the latest |
struct PresentationPlayer {
  /// What happens before a cycle.
  enum Input: Sendable {
    case message(String, String, @Sendable (inout MessageAttributes) -> Void = { _ in })
    case replacement(String, String, of: String)
    case retraction(String)
    case reading(String)
    case display(DisplayEvent)
    case displayComes, displayGoes
    /// The popups of the display stay, and a new agent begins.
    case agentRestarts
    /// The display says of a popup that changes that it has ended, as Budgie's.
    case fadesAtChange
    /// The display keeps no popups, as a terminal.
    case terminal
    case failures([DisplayError])
    case inboxFailures(Int)
    case doNotDisturb(DoNotDisturb)
    case screen(ScreenState)
    case silence(DisplaySilence)
    case policy(@Sendable (inout PresentationPolicy) -> Void)
    case stop
  }

  private struct Row {
    let number: Int64
    let delivery: Delivery
    var state = MessageState.stored
    var isHeld = false
    var isReplaced = false
    var question: QuestionPopup?

    var isUnread: Bool { [.stored, .shown, .dismissed].contains(state) }
    func canBecome(_ next: MessageState) -> Bool {
      isUnread && next != state || state == .read && next == .answered
    }
    var expiry: UnixTime? {
      delivery.message.attributes.expires.map { delivery.arrival.advanced(bySeconds: Int64($0)) }
    }
  }

  private static let start = ContinuousClock.now

  private var rows: [Row] = []
  private var state = PresentationState(PresentationPolicy(), owner: 1000)
  private var policy = PresentationPolicy()
  private var doNotDisturb = DoNotDisturb.off
  private var screen = ScreenState.unlocked
  private var silence = DisplaySilence.off
  private var isDisplayPresent = true
  private var isTerminal = false
  private var fadesAtChange = false
  private var serverCount = 1
  private var isStopping = false
  private var failures: [DisplayError] = []
  private var inboxFailures = 0
  private var popupCount: UInt32 = 0
  private var seconds = 0.0
  private var lines: [String] = []

  /// The receipts that senders got, in their order.
  private(set) var receipts: [String] = []

  /// How often the display was asked whether it is there.
  private(set) var displayQuestions = 0

  /// Lets things happen at a time, runs a cycle, and returns its lines.
  mutating func play(at seconds: Double, _ inputs: [Input]) -> [String] {
    self.seconds = seconds
    for input in inputs { take(input) }
    handle(.inboxChanged)
    handle(.wake(policy))
    defer { lines = [] }
    return lines
  }

  private var server: String? { isTerminal ? nil : "server \(serverCount)" }

  private var moment: Moment {
    Moment(
      time: UnixTime(milliseconds: 1_800_000_000_000 + Int64(seconds * 1000)),
      localTime: LocalTime(.monday, minute: 600 + Int(seconds) / 60),
      instant: Self.start + .milliseconds(Int(seconds * 1000)))
  }

  private mutating func handle(_ event: PresentationEvent) {
    var actions = state.handle(event, at: moment)
    while !actions.isEmpty {
      guard let answer = perform(actions.removeFirst()) else { continue }
      actions = state.handle(answer, at: moment) + actions
    }
  }

  // MARK: Inputs

  private mutating func take(_ input: Input) {
    switch input {
    case .message(let from, let text, let change): store(text, from, change)
    case .replacement(let from, let text, let old):
      let id = rows.first { $0.delivery.message.text == old }?.delivery.id
      store(text, from) { $0.replaces = id }
      change(old, to: .retracted, isReplaced: true)
    case .retraction(let text): change(text, to: .retracted)
    case .reading(let text): change(text, to: .read)
    case .display(let event):
      if case .silenced(let silence) = event { self.silence = silence }
      handle(.display(event))
    case .displayComes, .displayGoes:
      if case .displayComes = input { isDisplayPresent = true } else { isDisplayPresent = false }
      popupCount = 0
      if isDisplayPresent { serverCount += 1 }
      handle(.display(isDisplayPresent ? .appeared(server: server) : .vanished))
    case .agentRestarts: state = PresentationState(policy, owner: 1000)
    case .fadesAtChange: fadesAtChange = true
    case .terminal: isTerminal = true
    case .failures(let failures): self.failures = failures
    case .inboxFailures(let count): inboxFailures = count
    case .doNotDisturb(let doNotDisturb): self.doNotDisturb = doNotDisturb
    case .screen(let screen): self.screen = screen
    case .silence(let silence): self.silence = silence
    case .policy(let change): change(&policy)
    case .stop: isStopping = true
    }
  }

  private mutating func store(
    _ text: String, _ from: String, _ change: (inout MessageAttributes) -> Void
  ) {
    var attributes = MessageAttributes()
    change(&attributes)
    rows.append(
      Row(
        number: Int64(rows.count + 1),
        delivery: Delivery(
          id: MessageID(), message: Message(from: from, to: "", text: text, attributes: attributes),
          sender: 1001, senderName: from, origin: .mailslot, arrival: moment.time)))
  }

  private mutating func change(_ text: String, to state: MessageState, isReplaced: Bool = false) {
    for index in rows.indices where rows[index].delivery.message.text == text {
      rows[index].state = state
      rows[index].isReplaced = isReplaced
    }
  }

  // MARK: Actions

  private mutating func perform(_ action: PresentationAction) -> PresentationEvent? {
    switch action {
    case .close(let popup): lines.append("close \(popup.rawValue)")
    case .tell(let ids, let state, _): receipts += ids.map { "\(text(of: $0)) \(state)" }
    case .setAlarm(let time): lines.append("alarm \(Self.start.duration(to: time) - elapsed)")
    case .publishDisplay: break
    case .findDisplay:
      displayQuestions += 1
      _ = state.handle(.display(.silenced(silence)), at: moment)
      return .displayFound(isPresent: isDisplayPresent, screen, server: server)
    case .show(let popup): return show(popup)
    default: return access(action)
    }
    return nil
  }

  private var elapsed: Duration { .milliseconds(Int(seconds * 1000)) }

  private mutating func show(_ popup: Popup) -> PresentationEvent {
    if isStopping { return .stopped }
    let mark = popup.isQuestion ? "?" : ""
    let line = "\(popup.summary.replacing("Message from ", with: ""))\(mark): \(popup.body)"
    guard isDisplayPresent, failures.isEmpty else {
      lines.append("fail \(line)")
      let error = isDisplayPresent ? failures.removeFirst() : .absent("no display")
      if case .refused = error { return .refused }
      return .notShown(error)
    }
    guard !isTerminal else {
      lines.append("print \(line)")
      return .shown(nil)
    }
    popupCount += popup.replaces == nil ? 1 : 0
    let id = popup.replaces ?? PopupID(rawValue: popupCount)
    lines.append("show \(id.rawValue) \(line)")
    if popup.replaces != nil, fadesAtChange { handle(.display(.faded(id))) }
    return .shown(id)
  }

  private mutating func access(_ action: PresentationAction) -> PresentationEvent? {
    guard inboxFailures == 0 else {
      inboxFailures -= 1
      return .inboxFailed
    }
    let now = moment.time
    let open = rows.filter { $0.state == .stored && ($0.expiry.map { $0 > now } ?? true) }
    switch action {
    case .review: return .reviewed(doNotDisturb, screen)
    case .readUnshown(let limit):
      let page = open.filter { !$0.isHeld }.sorted {
        let (left, right) = ($0.delivery.message.attributes, $1.delivery.message.attributes)
        return (right.urgency, $0.number) < (left.urgency, $1.number)
      }
      return .unshown(page.prefix(limit).map(stored), doNotDisturb)
    case .readHeld(let number):
      return .messages(open.filter { $0.isHeld && $0.number > number }.prefix(2).map(stored))
    case .find(let ids):
      return .messages(rows.filter { ids.contains($0.delivery.id) }.map(stored))
    case .readQuestions:
      return .questions(
        rows.compactMap { row in
          guard let question = row.question, [.shown, .read].contains(row.state), question.end > now
          else { return nil }
          return OpenQuestion(stored(row), in: question)
        })
    case .readProgress(let ids):
      return .progress(
        rows.filter { ids.contains($0.delivery.id) }.map {
          PresentationEvent.Progress(
            id: $0.delivery.id, state: $0.state, isUnread: $0.isUnread, isReplaced: $0.isReplaced)
        })
    case .readNextExpiry: return .nextExpiry(open.compactMap(\.expiry).min())
    case .hold(let numbers): return write("hold", numbers) { $0.isHeld = true }
    case .release(let numbers): return write("release", numbers) { $0.isHeld = false }
    case .mark(let change):
      if let question = change.question { rows[Int(question.number) - 1].question = question }
      let isChanged = change.messages.map { rows[Int($0.number) - 1].canBecome(change.state) }
      let changed = zip(change.messages, isChanged).filter(\.1).map(\.0.number)
      let answer = change.answer.map { " \($0)" } ?? ""
      _ = write("mark", changed, " \(change.state)\(answer)") { $0.state = change.state }
      return .marked(isChanged)
    default: return nil
    }
  }

  private mutating func write(
    _ verb: String, _ numbers: [Int64], _ suffix: String = "", _ change: (inout Row) -> Void
  ) -> PresentationEvent {
    let texts = numbers.map { rows[Int($0) - 1].delivery.message.text }
    if !texts.isEmpty { lines.append("\(verb) \(texts.joined(separator: " "))\(suffix)") }
    for number in numbers { change(&rows[Int(number) - 1]) }
    return .written
  }

  private func stored(_ row: Row) -> StoredMessage {
    StoredMessage(
      number: row.number, delivery: row.delivery, lateness: nil, isUnread: row.isUnread)
  }

  private func text(of id: MessageID) -> String {
    rows.first { $0.delivery.id == id }?.delivery.message.text ?? "?"
  }
}
