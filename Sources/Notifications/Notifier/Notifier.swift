// SPDX-License-Identifier: Apache-2.0

import CNotify
import LinuxSystem
import Synchronization

/// Shows notifications on the desktop through libnotify, and reports what users do with them.
///
/// It has a thread of its own from the start of ``run()`` to its end. The session bus and the server may
/// start, end and hang at any time, and each call reports what it found. Only ``startServer(within:)``
/// starts a server.
///
/// libnotify blocks its thread until the server answers. So each call has a limit, after which a watchdog
/// closes the connection; the next call connects again.
public actor Notifier {
  /// The events in their order, for one reader; the stream ends when ``run()`` ends.
  ///
  /// A late reader gets the 1,024 newest. An event of a notification may come before its ``show(_:)`` has
  /// returned.
  public nonisolated let events: AsyncStream<NotificationEvent>

  /// How long the server or the bus may take to answer before a call fails.
  public nonisolated let limit: Duration

  let applicationName: String
  let textLimits: TextLimits
  let eventSink: AsyncStream<NotificationEvent>.Continuation

  let busAddress: String
  private let executor = GLibExecutor()
  let connectionRequests = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
  let silenceRequests = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))

  /// The open connection, so that another thread can close it.
  let openBus = Guarded<BusConnection?>(nil)

  var isRunning = false
  private var lock = FIFOLock()
  /// Held while a server is being started.
  var startLock = FIFOLock()
  var backoff: Backoff?
  var bus: BusConnection?
  var observer: BusObserver?
  var arrival: BusArrival?
  var silenceObserver: SilenceObserver?
  /// What the server keeps from its user now, as far as it is known.
  ///
  /// When a server has ended, this is its last answer, until another one has been asked.
  public internal(set) var currentSilence = ServerSilence.off

  /// The unique name of the server, as last announced in ``events``.
  var owner: String?
  var server: NotificationServer?
  var lastAnswer: ContinuousClock.Instant?
  var shownIDs = ShownIDs()
  var fresh = FreshNotifications()

  /// Whether a notifier runs in this process: libnotify's state belongs to the process.
  private static let isInUse = Atomic(false)

  /// After a call without an answer, the time in which further calls fail at once.
  struct Backoff {
    /// The error of these calls.
    let error: NotificationError

    /// The end of that time.
    let until: ContinuousClock.Instant

    /// The server that did not answer; a call to another one is made at once.
    let owner: String?
  }

  /// Creates a notifier; ``run()`` starts it.
  ///
  /// - Parameters:
  ///   - applicationName: The name of the program that sends the notifications; not empty.
  ///   - busAddress: Where the session bus listens; `nil` for `DBUS_SESSION_BUS_ADDRESS`, else
  ///     `$XDG_RUNTIME_DIR/bus`, else `/run/user/UID/bus`. ``run()`` writes it to the variable if it has
  ///     another value: libnotify takes no address.
  ///   - limit: How long the server or the bus may take to answer before a call fails.
  ///   - textLimits: The longest texts that the server gets.
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

  /// The thread of the actor.
  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  // MARK: - Life

  /// Runs until the task is cancelled; then joins the thread and leaves the bus.
  ///
  /// It can be called only once. It starts and ends without a bus, and with a server that hangs.
  ///
  /// - Throws: ``NotificationError/alreadyRunning`` if a notifier runs in this process.
  public nonisolated func run() async throws(NotificationError) {
    try await start()
    await withDiscardingTaskGroup { group in
      group.addTask { await self.readSilenceOnRequest() }
      await connectOnRequest()
    }
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
      group.addTask { await self.connectOnRequest() }
      group.addTask { await self.readSilenceOnRequest() }
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
    requestConnection()
  }

  /// Connects now, and again whenever a connection was lost, until the task is cancelled.
  private nonisolated func connectOnRequest() async {
    for await _ in connectionRequests.stream { await reconnect() }
  }

  private nonisolated func stop() async {
    // Ends a call that blocks the thread; finish() then runs there.
    openBus.withLock(\.self)?.close()
    await finish()
    await executor.stop()
    eventSink.finish()
    Self.isInUse.store(false, ordering: .releasing)
  }

  private func finish() async {
    isRunning = false
    await acquireLock()
    defer { lock.release() }
    // The closed connection has ended a start that was under way.
    await withCheckedContinuation { startLock.acquire($0) }
    defer { startLock.release() }
    leaveBus()
    arrival = nil
  }

  // MARK: - Operations

  /// Runs one operation at a time, and ends it when no answer came within ``limit``.
  ///
  /// After that, further operations within the same time fail at once.
  ///
  /// - Parameter ignoringBackoff: Whether the operation runs within that time, too.
  func operation<Value: Sendable>(
    ignoringBackoff: Bool = false,
    _ body: (Watchdog) async throws(NotificationError) -> Value
  ) async throws(NotificationError) -> Value {
    await acquireLock()
    defer { lock.release() }
    guard isRunning else { throw .notRunning }
    if Task.isCancelled { throw .cancelled }
    if let backoff, !ignoringBackoff, backoff.until > .now { throw backoff.error }
    let result: Result<Value, NotificationError> = await Watchdog.guarding(limit) { watchdog in
      do throws(NotificationError) {
        return .success(try await body(watchdog))
      } catch {
        if watchdog.hasFired, error != .cancelled {
          // The loss of this notification concerns this call only; the server is silent for all calls.
          let isSilent = if case .lostWhileShowing = error { true } else { false }
          backoff = Backoff(
            error: isSilent ? .serverNotResponding(after: limit) : error, until: .now + limit,
            owner: owner)
        }
        return .failure(error)
      }
    }
    return try result.get()
  }

  private func acquireLock() async {
    await withCheckedContinuation { lock.acquire($0) }
  }
}
