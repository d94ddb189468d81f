// SPDX-License-Identifier: Apache-2.0

import Glibc
import Inbox
import Logging
import Messages
import ServiceLifecycle

/// Shows what the inbox says was not shown yet, and notes what the person does about it.
///
/// The inbox is the only truth: whatever ends the agent, the next one goes on where this one was.
/// A display that is absent, slow or dead costs nothing but popups.
actor Presenter: Service {
  let inbox: Inbox
  let settings: AgentSettings
  let display: any Display
  let desk: ReceiptRegistry
  let log: Logger
  let clock: WallClock
  let rendering = MessageRendering(owner: geteuid())

  var folding: BurstFolding
  var book = PopupTable()

  /// The messages whose popups hide their text until the screen is unlocked.
  var hidden: Set<MessageID> = []

  /// The bursts whose popup is behind, with how many messages it should speak of.
  var behind: [PopupPlan.Burst: BurstSummary] = [:]

  /// When the popup of a burst was last drawn.
  var drawn: [PopupPlan.Burst: ContinuousClock.Instant] = [:]

  /// What was shown, or done by the person, and could not be kept yet.
  var owed: [StateChange] = []

  /// How often the display has died, or fallen silent, over a message that it was to show.
  var failures: [MessageID: Int] = [:]

  let displayBell: WakeSignal
  let screen: Screen
  private let wakeSignal: WakeSignal
  private let alarm: Alarm

  /// What the owner has asked for, as it was when the page that is shown was read.
  var doNotDisturb = DoNotDisturb.off

  /// The moment, and the configuration, by which messages are held now.
  var lastCircumstances: Circumstances?
  var lastConfiguration: AgentConfiguration?

  /// Whether nobody would have seen the last page: then no other is read before somebody would.
  private var isUnseen = false

  /// What happened to popups that this presenter has not been told of yet.
  var early: [DisplayEvent] = []

  /// How many messages are looked at in one go; each may have 64 KiB.
  private static let pageSize = 250

  /// After how long a display that did not answer is tried again.
  private static let patience = Duration.seconds(5)

  /// Creates a presenter.
  ///
  /// - Parameters:
  ///   - doorbell: Rung whenever there may be something to show.
  ///   - displayBell: To be rung when the display comes or goes.
  init(
    inbox: Inbox, settings: AgentSettings, display: any Display, desk: ReceiptRegistry,
    wakeSignal: WakeSignal, displayBell: WakeSignal, screen: Screen, clock: WallClock, log: Logger
  ) {
    self.inbox = inbox
    self.settings = settings
    self.display = display
    self.desk = desk
    self.wakeSignal = wakeSignal
    self.displayBell = displayBell
    self.screen = screen
    self.clock = clock
    self.log = log
    alarm = Alarm(wakeSignal)
    folding = BurstFolding(settings.configuration)
  }

  /// Shows messages until the agent is told to stop.
  func run() async throws {
    wakeSignal.ring()
    await withDiscardingTaskGroup { group in
      group.addTask { await self.runDisplay() }
      group.addTask { await self.listen() }
      await wakeSignal.answer {
        if let next = await presentAll() { alarm.set(for: next) }
      }
      // What was not shown yet is for the next agent.
      alarm.cancel()
      group.cancelAll()
    }
  }

  private func runDisplay() async {
    do {
      try await display.run()
    } catch {
      log.error("no display", metadata: ["why": "\(error)"])
    }
  }

  private func listen() async {
    for await event in display.events {
      await handle(event)
      wakeSignal.ring()
    }
  }

  // MARK: What waits

  /// Shows what can be shown now.
  ///
  /// - Returns: When to try again without being asked, if at all.
  func presentAll() async -> ContinuousClock.Instant? {
    do {
      try await settle()
      try await expire()
      try await noteCircumstances()
      while let page = try await nextPage() {
        try checkShutdown()
        try await present(page)
      }
      try await showSummaries(now: true)
      return await nextChange
    } catch is CancellationError {
      return nil
    } catch let error as DisplayError {
      log.debug("not shown", metadata: ["why": "\(error)"])
      let next = await nextChange
      guard await display.isPresent else { return next }
      let retry = ContinuousClock.now + Presenter.patience
      return next.map { min($0, retry) } ?? retry
    } catch {
      log.error("not shown", metadata: ["why": "\(error)"])
      return .now + Presenter.patience
    }
  }

  /// Throws when the agent is to stop.
  nonisolated func checkShutdown() throws(CancellationError) {
    if Task.isCancelled || Task.isShuttingDownGracefully { throw CancellationError() }
  }

  /// Throws when nobody would see a popup.
  func checkDisplay() async throws {
    guard screen.isKnown else { throw DisplayError.absent("the screen may be locked") }
    guard await display.isPresent else { throw DisplayError.absent("nothing shows messages now") }
  }

  /// The next messages to show.
  ///
  /// Whether anybody may be disturbed is read after them: who has asked for silence is not shown what
  /// was sent to him then.
  private func nextPage() async throws -> [InboxRecord]? {
    let now = clock.now()
    if isUnseen {
      let isNothing = try await inbox.run { try $0.unshown(limit: 1, now: now).isEmpty }
      if isNothing { return nil }
      try await checkDisplay()
    }
    let (page, isQuiet) = try await inbox.run { inbox in
      (try inbox.unshown(limit: Presenter.pageSize, now: now), try DoNotDisturb(storedIn: inbox))
    }
    guard !page.isEmpty else { return nil }
    isUnseen = true
    try await checkDisplay()
    isUnseen = false
    doNotDisturb = isQuiet
    return page
  }

  private func expire() async throws {
    let now = clock.now()
    let expired = try await inbox.run { inbox in try inbox.expire(now: now) }
    guard !expired.isEmpty else { return }
    try await desk.tellAll(by: inbox)
  }
}
