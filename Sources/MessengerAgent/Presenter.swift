// SPDX-License-Identifier: Apache-2.0

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
  let desk: ReceiptDesk
  let log: Logger
  let clock: WallClock
  let rendering = MessageRendering()

  var folding: BurstFolding
  var book = PopupBook()

  /// The messages whose popups hide their text until the screen is unlocked.
  var hidden: Set<MessageID> = []

  /// The bursts whose popup is behind, with how many messages it should speak of.
  var behind: [PopupPlan.Burst: BurstSummary] = [:]

  /// When the popup of a burst was last drawn.
  var drawn: [PopupPlan.Burst: ContinuousClock.Instant] = [:]

  /// What was shown, or done by the person, and could not be kept yet.
  var owed: [StateChange] = []

  let displayBell: Doorbell
  private let doorbell: Doorbell
  private let screen: Screen
  private var doNotDisturb = DoNotDisturb.off
  private var lastCircumstances: Circumstances?
  private var lastConfiguration: AgentConfiguration?
  private let alarm: Alarm

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
    inbox: Inbox, settings: AgentSettings, display: any Display, desk: ReceiptDesk,
    doorbell: Doorbell, displayBell: Doorbell, screen: Screen, clock: WallClock, log: Logger
  ) {
    self.inbox = inbox
    self.settings = settings
    self.display = display
    self.desk = desk
    self.doorbell = doorbell
    self.displayBell = displayBell
    self.screen = screen
    self.clock = clock
    self.log = log
    alarm = Alarm(doorbell)
    folding = BurstFolding(settings.configuration)
  }

  /// Shows messages until the agent is told to stop.
  func run() async throws {
    doorbell.ring()
    await withDiscardingTaskGroup { group in
      group.addTask { await self.runDisplay() }
      group.addTask { await self.listen() }
      await doorbell.answer {
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
      doorbell.ring()
    }
  }

  // MARK: What waits

  /// Shows what can be shown now.
  ///
  /// - Returns: When to try again without being asked, if at all.
  private func presentAll() async -> ContinuousClock.Instant? {
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

  private func nextPage() async throws -> [InboxRecord]? {
    guard screen.isKnown else { throw DisplayError.absent("the screen may be locked") }
    guard await display.isPresent else { throw DisplayError.absent("nothing shows messages now") }
    let now = clock.now()
    let page = try await inbox.run { inbox in
      try inbox.unshown(limit: Presenter.pageSize, now: now)
    }
    return page.isEmpty ? nil : page
  }

  private func expire() async throws {
    let now = clock.now()
    let expired = try await inbox.run { inbox in try inbox.expire(now: now) }
    guard !expired.isEmpty else { return }
    try await desk.tellAll(by: inbox)
  }

  // MARK: Circumstances

  /// What decides whether somebody may be interrupted.
  typealias Circumstances = Interruption.Circumstances

  /// What decides now.
  var circumstances: Circumstances {
    Circumstances(
      now: clock.now(), localTime: clock.localTime(), doNotDisturb: doNotDisturb,
      isLocked: screen.isLocked)
  }

  /// Looks whether people may be disturbed, and brings back what was held if that has changed.
  private func noteCircumstances() async throws {
    let stored = try await inbox.run { inbox in
      try inbox.setting(SettingKey.doNotDisturb)
    }
    doNotDisturb = stored.flatMap { DoNotDisturb($0) } ?? .off
    let configuration = settings.configuration
    if lastConfiguration != configuration {
      folding = BurstFolding(configuration)
      lastConfiguration = configuration
      lastCircumstances = nil
    }
    let now = circumstances
    if lastCircumstances?.isLike(now, configuration) != true {
      if !now.isLocked { try await unhide() }
      try await bringBack(now, configuration)
    }
    lastCircumstances = now
  }

  /// When something that was held may be shown, or something expires, although nothing happens until
  /// then.
  private var nextChange: ContinuousClock.Instant? {
    get async {
      let expiry = try? await inbox.run { inbox in try inbox.nextExpiry() }
      return nextChange(expiry: expiry ?? nil)
    }
  }

  private func nextChange(expiry: UnixTime?) -> ContinuousClock.Instant? {
    let configuration = settings.configuration
    var waits: [Duration] = []
    let now = clock.now()
    if let expiry { waits.append(.milliseconds(max(0, expiry.milliseconds - now.milliseconds))) }
    if case .until(let end) = doNotDisturb, doNotDisturb.isOn(at: now) {
      waits.append(.milliseconds(end.milliseconds - now.milliseconds + 1))
    }
    if configuration.quietHours.contains(clock.localTime()),
      let minutes = configuration.quietHours.minutesUntilChange(after: clock.localTime())
    {
      waits.append(.seconds(60 * minutes))
    }
    return waits.min().map { .now + $0 }
  }
}

extension Interruption.Circumstances {
  /// Whether what may be shown is the same as at another time.
  fileprivate func isLike(_ other: Self, _ configuration: AgentConfiguration) -> Bool {
    isLocked == other.isLocked
      && doNotDisturb.isOn(at: now) == other.doNotDisturb.isOn(at: other.now)
      && configuration.quietHours.contains(localTime)
        == configuration.quietHours.contains(other.localTime)
  }
}
