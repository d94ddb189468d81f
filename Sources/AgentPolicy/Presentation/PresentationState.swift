// SPDX-License-Identifier: Apache-2.0

import Messages

/// Decides what is shown when: events and the time go in, actions come out.
///
/// A `wake` event begins a cycle. A cycle is a list of steps, and each answer to an action leads to
/// the next step:
///
///     save ► review ► bring back what was held ► recall open questions ─┐
///     ┌─────────────────────────────────────────────────────────────────┘
///     └► read a page ► hold or show its messages ─┐
///             ▲                                   │
///             └───────────────────────────────────┤
///                 set the alarm ◄── page is empty ┘
///
/// The inbox is the only truth: this value remembers what is on the screen, and what the inbox does
/// not know yet. When the inbox fails, the cycle ends and the alarm begins another one. When the
/// display fails, the cycle ends too, and messages that were not shown come again.
package struct PresentationState: Sendable {
  /// The most messages in a page; each can have 64 KiB.
  static let pageSize = 250

  /// The time between two attempts, when the inbox or a display that is there fails.
  static let retryDelay = Duration.seconds(5)

  /// The most changes that wait for the inbox; beyond that the oldest are forgotten.
  static let unsavedCapacity = 1000

  let rendering: MessageRendering
  var policy: PresentationPolicy

  // MARK: The screen

  var folding: BurstFolding
  var popups = PopupTable()
  var summaries = SummarySchedule()

  /// The messages that came while the screen was locked.
  var lockNotice = LockNotice()

  /// The name of the display that has the popups, if it has one.
  var server: String?

  /// Whether the display keeps popups, so that a later one can take the place of an earlier one.
  var keepsPopups = true

  /// The popup whose content the display changes now.
  var changing: PopupID?

  /// Whether the open questions have to be shown again: by a new agent, and on a new server.
  var questionsAreDue = true

  /// Whether some of them may be shown only under other circumstances.
  var questionsWait = false

  /// What happened to popups whose numbers the display has not said yet.
  var earlyEvents: [DisplayEvent] = []

  /// How often the display ended or did not answer while it showed a message.
  var failures: [MessageID: Int] = [:]

  // MARK: The circumstances

  var doNotDisturb = DoNotDisturb.off
  var screen = ScreenState.unknown
  var silence = DisplaySilence.off

  /// The circumstances under which messages are held; `nil` when held messages must be looked at.
  var lastCircumstances: Interruption.Circumstances?

  /// Whether held messages must be looked at because the owner has changed the policy.
  var isPolicyNew = false

  /// Whether no display was there for the last page: then a cycle does not read another one.
  var isUnseen = false

  // MARK: The cycle

  var steps: [PresentationStep] = []
  private var current: PresentationStep?

  /// What was shown, or what the user did, and the inbox does not know yet.
  var unsaved: [PresentationStep.Unsaved] = []

  var hasInboxChanged = false

  /// When to try again after a failure of a display that is there.
  var retryTime: ContinuousClock.Instant?

  /// Creates the state of an empty screen.
  ///
  /// - Parameter owner: The uid of the inbox's owner.
  package init(_ policy: PresentationPolicy, owner: UInt32) {
    self.policy = policy
    rendering = MessageRendering(owner: owner)
    folding = BurstFolding(policy)
  }

  /// Takes an event, and says what to do about it.
  ///
  /// - Returns: The actions, in their order. The caller performs each, and hands its answer back as
  ///   the next event.
  package mutating func handle(
    _ event: PresentationEvent, at moment: Moment
  ) -> [PresentationAction] {
    switch event {
    case .wake(let policy):
      // One cycle at a time.
      guard current == nil else { return [] }
      if policy != self.policy {
        self.policy = policy
        folding = BurstFolding(policy)
        isPolicyNew = true
      }
      retryTime = nil
      steps = [.review, .recall, .readPage, .setAlarm]
      return proceed(at: moment)
    case .display(let event):
      if case .silenced(let silence) = event, silence != self.silence,
        case .requireDisplay? = current
      {
        // What follows was decided without this: the cycle begins again.
        steps = [.review, .recall, .readPage, .setAlarm]
      }
      return handle(event, at: moment)
    case .inboxChanged:
      hasInboxChanged = true
      return []
    case .inboxFailed:
      endCycle()
      return [.setAlarm(moment.instant + Self.retryDelay)]
    case .notShown(let error):
      changing = nil
      if case .failed = error, let id = current?.drawnMessage { noteFailure(of: id) }
      giveUpOnDisplay()
      return proceed(at: moment)
    case .stopped:
      changing = nil
      endCycle()
      return proceed(at: moment)
    default:
      guard let step = current.take() else { return [] }
      changing = nil
      return answer(event, to: step, at: moment) + proceed(at: moment)
    }
  }

  /// Takes steps until one needs an answer.
  private mutating func proceed(at moment: Moment) -> [PresentationAction] {
    while let step = nextStep() {
      if let request = begin(step, at: moment) {
        current = step
        if case .show(let popup) = request { changing = popup.replaces }
        return [request]
      }
    }
    return []
  }

  /// What the inbox has to know comes first: without it, a message could be shown twice.
  private mutating func nextStep() -> PresentationStep? {
    if !unsaved.isEmpty { return .save(unsaved.removeFirst()) }
    if hasInboxChanged {
      hasInboxChanged = false
      let messages = popups.all.flatMap(\.content.messages)
      if !messages.isEmpty { return .closeOutdated(messages) }
    }
    return steps.isEmpty ? nil : steps.removeFirst()
  }

  /// Ends the cycle; what was not done is left for the next one.
  private mutating func endCycle() {
    switch current {
    case .save(let change): unsaved.insert(change, at: 0)
    case .closeOutdated: hasInboxChanged = true
    default: break
    }
    for plan in ([current] + steps).compactMap({ $0?.plan }) { takeBack(plan) }
    current = nil
    steps = []
  }

  /// Ends the cycle because nothing can be shown now.
  ///
  /// - Parameter isPresent: Whether the display may be there; when one that is not there comes, it says so.
  mutating func giveUpOnDisplay(isPresent: Bool = true) {
    endCycle()
    steps = isPresent ? [.planRetry, .setAlarm] : [.setAlarm]
  }

  /// Adds a change that the inbox has to store next.
  mutating func save(_ change: PresentationStep.Unsaved) {
    unsaved = unsaved.suffix(Self.unsavedCapacity - 1) + [change]
  }

  /// What decides about messages now.
  func circumstances(at moment: Moment) -> Interruption.Circumstances {
    Interruption.Circumstances(
      now: moment.time, localTime: moment.localTime, doNotDisturb: doNotDisturb,
      isLocked: screen != .unlocked, silence: silence)
  }
}
