// SPDX-License-Identifier: Apache-2.0

import CNotify
import LinuxSystem
import Synchronization

/// Shows notifications on the desktop through libnotify, and tells what becomes of them.
///
/// It lives on a thread of its own, from the start of ``run()`` to its end. The desktop is weather: the
/// session bus and the server may come, go and hang, and each call says what it met. No server is ever
/// started by a call here.
///
/// libnotify blocks its thread until the server answers, so each call has a limit, after which the
/// connection is closed under it and made anew by the next call.
public actor Notifier {
  /// What happens, in order, for one reader; ends when ``run()`` ends.
  ///
  /// The 1,024 newest are kept for a reader that is late. An event of a notification may come before its
  /// ``show(_:)`` has returned.
  public nonisolated let events: AsyncStream<NotificationEvent>

  /// The longest a server, or the bus, may be silent before a call gives up.
  public nonisolated let limit: Duration

  let applicationName: String
  let textLimits: TextLimits
  let eventSink: AsyncStream<NotificationEvent>.Continuation

  let busAddress: String
  private let executor = GLibExecutor()
  let repairs = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))

  /// The connection there is, for ending it from outside the thread.
  let openBus = Guarded<SessionBus?>(nil)

  private var isRunning = false
  private var turns = FIFOLock()
  var standstill: Backoff?
  var bus: SessionBus?
  var observer: BusObserver?
  var arrival: BusArrival?

  /// Who shows notifications, as last announced in ``events``.
  var owner: String?
  var server: NotificationServer?
  var lastAnswer: ContinuousClock.Instant?
  var shownIDs = ShownIDs()

  /// Whether a notifier runs in this process: libnotify's state is the process's.
  private static let isInUse = Atomic(false)

  /// Prepares a notifier; nothing is started.
  ///
  /// - Parameters:
  ///   - applicationName: Who the notifications are from; not empty.
  ///   - busAddress: Where the session bus listens; `nil` for `DBUS_SESSION_BUS_ADDRESS`, else
  ///     `$XDG_RUNTIME_DIR/bus`, else `/run/user/UID/bus`. ``run()`` writes it to the variable if it is not
  ///     there yet: libnotify takes no address.
  ///   - limit: The longest a server, or the bus, may be silent before a call gives up.
  ///   - textLimits: How much text is handed to the server.
  public init(
    applicationName: String, busAddress: String? = nil, limit: Duration = .seconds(2),
    textLimits: TextLimits = TextLimits()
  ) {
    self.applicationName = NotificationText.displayable(applicationName)
    self.busAddress = BusAddress.resolve(busAddress)
    self.limit = limit
    self.textLimits = textLimits
    (events, eventSink) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1024))
  }

  /// The thread it lives on.
  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  // MARK: - Life

  /// Runs until the task is cancelled; then the thread has been joined and the bus left.
  ///
  /// Once only. Neither a missing bus nor a hung server keeps it from starting or from ending.
  ///
  /// - Throws: ``NotificationError/alreadyRunning`` if a notifier runs in this process.
  public nonisolated func run() async throws(NotificationError) {
    try await start()
    await repair()
    await stop()
  }

  /// Runs for as long as `body` does.
  ///
  /// - Throws: ``NotificationError/alreadyRunning`` if a notifier runs in this process; what `body` throws.
  @discardableResult
  public nonisolated func run<Value: Sendable>(
    during body: () async throws -> Value
  ) async throws -> Value {
    try await start()
    let result: Result<Value, any Error> = await withTaskGroup(of: Void.self) { group in
      group.addTask { await self.repair() }
      defer { group.cancelAll() }
      do { return .success(try await body()) } catch { return .failure(error) }
    }
    await stop()
    return try result.get()
  }

  private nonisolated func start() async throws(NotificationError) {
    let (isFree, _) = Self.isInUse.compareExchange(
      expected: false, desired: true, ordering: .acquiringAndReleasing)
    guard isFree else { throw .alreadyRunning }
    BusAddress.publish(busAddress)
    executor.start()
    await begin()
  }

  private func begin() {
    isRunning = true
    askForRepair()
  }

  /// Connects now, and again whenever a connection was lost, until the task is cancelled.
  private nonisolated func repair() async {
    for await _ in repairs.stream { await reconnect() }
  }

  private nonisolated func stop() async {
    // Ends whatever blocks the thread; the rest of the end happens there.
    openBus.withLock(\.self)?.close()
    await finish()
    await executor.stop()
    eventSink.finish()
    Self.isInUse.store(false, ordering: .releasing)
  }

  private func finish() async {
    isRunning = false
    await takeTurn()
    defer { turns.pass() }
    leaveBus()
    arrival = nil
  }

  // MARK: - Operations

  /// Runs one operation in its turn, and ends it when nothing was heard for ``limit``.
  ///
  /// After that, calls that follow within the same time fail at once.
  func operation<Value: Sendable>(
    evenAtStandstill: Bool = false,
    _ body: (Watchdog) async throws(NotificationError) -> Value
  ) async throws(NotificationError) -> Value {
    await takeTurn()
    defer { turns.pass() }
    guard isRunning else { throw .notRunning }
    if Task.isCancelled { throw .cancelled }
    if let standstill, !evenAtStandstill, standstill.until > .now { throw standstill.error }
    let result: Result<Value, NotificationError> = await Watchdog.guarding(limit) { watchdog in
      do throws(NotificationError) {
        return .success(try await body(watchdog))
      } catch {
        if watchdog.hasFired, error != .cancelled {
          // Whoever is silent is that for all: what it was shown last is one call's business.
          let isSilent = if case .lostWhileShowing = error { true } else { false }
          standstill = Backoff(
            error: isSilent ? .serverNotResponding(after: limit) : error, until: .now + limit,
            owner: owner)
        }
        return .failure(error)
      }
    }
    return try result.get()
  }

  private func takeTurn() async {
    await withCheckedContinuation { turns.take($0) }
  }
}
