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
  var lastSummary: ContinuousClock.Instant?

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
      for await _ in doorbell.rings.cancelOnGracefulShutdown() {
        if let next = await presentAll() { alarm.set(for: next) }
      }
      alarm.cancel()
      _ = await presentAll()
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
      try await expire()
      try await noteCircumstances()
      while let page = try await nextPage() {
        try await present(page)
        if Task.isCancelled { break }
      }
      try await showSummaries(now: true)
      return nextChange
    } catch let error as DisplayError {
      log.debug("not shown", metadata: ["why": "\(error)"])
      return await display.isPresent ? .now + Presenter.patience : nil
    } catch {
      log.error("not shown", metadata: ["why": "\(error)"])
      return .now + Presenter.patience
    }
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
    for id in desk.awaited {
      let record = try await inbox.run { inbox in try inbox.message(id: id) }
      if record?.state == .expired { desk.tell(id, .expired) }
    }
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
    defer { lastCircumstances = now }
    guard lastCircumstances?.isLike(now, configuration) != true else { return }
    if !now.isLocked { try await unhide() }
    try await bringBack(now, configuration)
  }

  /// When something that was held may be shown, although nothing happens until then.
  private var nextChange: ContinuousClock.Instant? {
    let configuration = settings.configuration
    var waits: [Duration] = []
    if case .until(let end) = doNotDisturb, doNotDisturb.isOn(at: clock.now()) {
      waits.append(.milliseconds(end.milliseconds - clock.now().milliseconds + 1))
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
