// SPDX-License-Identifier: Apache-2.0

import AgentPolicy
import AgentSupport
import Inbox
import LinuxSystem
import Logging
import Messages
import ServiceLifecycle

/// Shows the unshown messages of the inbox, and stores what the user does with the popups.
///
/// ``AgentPolicy/PresentationState`` decides; the presenter hands it events, and performs its
/// actions on the inbox and the display. A display that is absent, slow or broken delays popups and
/// nothing else.
actor Presenter: Service {
  private let store: PresentationStore
  private let settings: AgentSettings
  private let display: any Display
  private let receipts: ReceiptRegistry
  private let wakeSignal: WakeSignal
  private let displaySignal: WakeSignal
  private let screenLock: ScreenLock
  private let clock: WallClock
  private let log: Logger
  private let alarm: Alarm
  private var state: PresentationState

  /// Whether the display did its work when it was used last.
  private var wasWorking = true

  /// Creates a presenter.
  ///
  /// - Parameters:
  ///   - wakeSignal: Rung whenever there may be something to show.
  ///   - displaySignal: Rung by the presenter when the display comes or goes.
  init(
    inbox: Inbox, settings: AgentSettings, display: any Display, receipts: ReceiptRegistry,
    wakeSignal: WakeSignal, displaySignal: WakeSignal, screenLock: ScreenLock, clock: WallClock,
    log: Logger
  ) {
    store = PresentationStore(
      inbox: inbox, receipts: receipts, screenLock: screenLock, clock: clock)
    self.settings = settings
    self.display = display
    self.receipts = receipts
    self.wakeSignal = wakeSignal
    self.displaySignal = displaySignal
    self.screenLock = screenLock
    self.clock = clock
    self.log = log
    alarm = Alarm(wakeSignal)
    state = PresentationState(
      settings.configuration.presentation, owner: CurrentProcess.effectiveUserID)
  }

  /// Shows messages until the agent ends.
  func run() async throws {
    wakeSignal.ring()
    await withDiscardingTaskGroup { group in
      group.addTask { await self.runDisplay() }
      group.addTask { await self.listen() }
      await wakeSignal.answer {
        if let next = await present() { alarm.set(for: next) }
      }
      // The next agent shows what is still unshown.
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
      await handle(.display(event))
      wakeSignal.ring()
    }
  }

  /// Shows what can be shown now.
  ///
  /// - Returns: When to call this again although nothing has happened, if at all.
  @discardableResult
  func present() async -> ContinuousClock.Instant? {
    await handle(.wake(settings.configuration.presentation))
  }

  /// Hands an event to the state, then performs its actions and hands it their answers.
  ///
  /// - Returns: The time that an alarm was asked for.
  @discardableResult
  func handle(_ event: PresentationEvent) async -> ContinuousClock.Instant? {
    var next: ContinuousClock.Instant?
    var actions = state.handle(event, at: clock.moment())
    while !actions.isEmpty {
      let action = actions.removeFirst()
      if case .setAlarm(let time) = action { next = time }
      guard let answer = await perform(action) else { continue }
      actions = state.handle(answer, at: clock.moment()) + actions
    }
    return next
  }

  // MARK: Actions

  /// Performs an action.
  ///
  /// - Returns: The answer; `nil` for an action without one.
  private func perform(_ action: PresentationAction) async -> PresentationEvent? {
    switch action {
    case .close(let popup): await display.close(popup)
    case .tell(let messages, let state, let answer):
      for id in messages { receipts.tell(id, state, answer: answer) }
    case .publishDisplay: displaySignal.ring()
    case .setAlarm: break
    case .findDisplay:
      let isPresent = await display.isPresent
      // A new display says here what it keeps back, before it gets the first popup.
      _ = state.handle(.display(.silenced(await display.silence)), at: clock.moment())
      note(isWorking: isPresent)
      let server = isPresent ? await display.server : nil
      return .displayFound(isPresent: isPresent, screenLock.state, server: server)
    case .show, .readUnshown:
      // The next agent shows what this one has not shown.
      if Task.isCancelled || Task.isShuttingDownGracefully { return .stopped }
      if case .show(let popup) = action { return await show(popup) }
      fallthrough
    default:
      do {
        // A user who looks for a message that is held wants to know why.
        if case .hold = action { displaySignal.ring() }
        return try await store.perform(action)
      } catch {
        log.error("inbox not available", metadata: ["why": "\(error)"])
        return .inboxFailed
      }
    }
    return nil
  }

  /// Publishes the state of a display that does not work, and that it works again.
  private func note(isWorking: Bool) {
    if !isWorking || !wasWorking { displaySignal.ring() }
    wasWorking = isWorking
  }

  private func show(_ popup: Popup) async -> PresentationEvent {
    do throws(DisplayError) {
      let shown = try await display.show(popup)
      note(isWorking: true)
      return .shown(shown)
    } catch .refused(let reason) {
      log.error("popup refused", metadata: ["summary": "\(popup.summary)", "why": "\(reason)"])
      return .refused
    } catch {
      log.debug("not shown", metadata: ["why": "\(error)"])
      note(isWorking: false)
      return .notShown(error)
    }
  }
}
