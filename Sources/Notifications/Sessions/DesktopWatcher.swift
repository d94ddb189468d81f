// SPDX-License-Identifier: Apache-2.0

import CNotify

/// Watches the sessions and the lock screens of a user: logind on the system bus, screensavers on the
/// session bus.
///
/// It has a thread of its own from the start of ``run()`` to its end, which sleeps until a bus sends a
/// signal. It starts neither logind nor a screensaver. What is not there locks nothing. A screensaver that
/// does not answer keeps its last state, and delays nothing else.
public actor DesktopWatcher {
  /// The state of the desktop: when it is known, and whenever it changes.
  ///
  /// A late reader gets only the newest state. The stream ends when ``run()`` ends.
  public nonisolated let states: AsyncStream<DesktopState>

  /// How long a bus, logind or a screensaver may take to answer, in milliseconds.
  static let timeout: Int32 = 2000

  private let sink: AsyncStream<DesktopState>.Continuation
  private let executor = GLibExecutor()
  private let userID: UInt32
  private let systemBusAddress: String?
  let sessionBusAddress: String

  let loginChanges = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
  let busRequests = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
  let screenSaverStarts = ScreenSaver.all.map { _ in
    AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  private var systemBus: BusConnection?
  private var loginObserver: LoginObserver?
  var sessionBus: BusConnection?
  var sessionBusArrival: BusArrival?
  var busEndObserver: BusEndObserver?
  var screenSaverObservers: [ScreenSaverObserver] = []

  /// The unique names of the screensavers that run.
  var screenSaverOwners: [ScreenSaver: String] = [:]
  /// How often each screensaver has said something by itself.
  var screenSaverSignals: [ScreenSaver: Int] = [:]

  var state = DesktopState()
  private var published: DesktopState?
  private var isLoginUnknown = true
  /// The screensavers of which the watcher does not yet know whether they run.
  var unknownScreenSavers = Set(ScreenSaver.all)

  /// Creates a watcher; ``run()`` starts it.
  ///
  /// - Parameters:
  ///   - userID: The user of the sessions.
  ///   - systemBus: Where the system bus listens; `nil` for `DBUS_SYSTEM_BUS_ADDRESS`, or the standard
  ///     place.
  ///   - sessionBus: Where the session bus listens; `nil` as for a ``Notifier``.
  public init(ofUser userID: UInt32, systemBus: String? = nil, sessionBus: String? = nil) {
    self.userID = userID
    systemBusAddress = systemBus
    sessionBusAddress = BusAddress.resolve(sessionBus)
    (states, sink) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// The thread of the actor.
  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  /// Watches until the task is cancelled; then joins the thread and closes the connections.
  ///
  /// It can be called only once.
  public nonisolated func run() async {
    executor.start()
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await self.followLogin() }
      group.addTask { await self.followSessionBus() }
      for (screenSaver, starts) in zip(ScreenSaver.all, screenSaverStarts) {
        // Each has a task of its own, so one that hangs holds up no other.
        group.addTask {
          for await _ in starts.stream { await self.ask(screenSaver) }
        }
      }
    }
    await disconnect()
    await executor.stop()
    sink.finish()
  }

  private func disconnect() {
    loginObserver = nil
    systemBus?.close()
    systemBus = nil
    leaveSessionBus()
    sessionBusArrival = nil
  }

  /// Reports the state if it has changed, once every part of it is known.
  func publish() {
    guard !isLoginUnknown, unknownScreenSavers.isEmpty, published != state else { return }
    published = state
    sink.yield(state)
  }

  // MARK: - logind

  private nonisolated func followLogin() async {
    await connectSystemBus()
    for await _ in loginChanges.stream { await readSessions() }
  }

  private func connectSystemBus() async {
    let opened = await Watchdog.guarding(.milliseconds(Self.timeout)) { watchdog in
      try? await BusConnection.system(at: systemBusAddress, watchdog)
    }
    guard let opened else {
      isLoginUnknown = false
      return publish()
    }
    systemBus = opened
    // Its first event reports whether logind runs.
    loginObserver = LoginObserver(opened, for: self)
  }

  /// Records that sessions may have changed; GLib calls back on the watcher's thread.
  nonisolated static func loginChanged(_ data: UnsafeMutableRawPointer?) {
    guard let data = unsafe data else { return }
    unsafe Unmanaged<DesktopWatcher>.fromOpaque(data).takeUnretainedValue()
      .loginChanges.continuation.yield()
  }

  private func readSessions() async {
    guard let systemBus else { return }
    do throws(BusFailure) {
      state.sessions = try await sessions(on: systemBus)
    } catch  where error.isNameUnowned {
      state.sessions = nil
    } catch {
      // Without an answer the last state stays.
    }
    isLoginUnknown = false
    publish()
  }

  private func sessions(on bus: BusConnection) async throws(BusFailure) -> [DesktopSession] {
    let list = try await bus.call("ListSessions", of: .login, timeout: Self.timeout)
    var sessions: [DesktopSession] = []
    // Each is (identifier, user, name, seat, path).
    for fields in (list.first?.children ?? []).map(\.children)
    where fields.count == 5 && fields[1].number == userID {
      guard let identifier = fields[0].string, let path = fields[4].objectPath else { continue }
      let properties: [Variant]
      do throws(BusFailure) {
        properties = try await bus.call(
          "GetAll", Variant(strings: [Destination.sessionInterface]),
          of: .properties(ofSession: path), timeout: Self.timeout)
      } catch  where error.isObjectUnknown {
        // The session has ended since the list was made.
        continue
      } catch {
        throw error
      }
      if let session = properties.first.flatMap({ DesktopSession(identifier, $0.dictionary) }) {
        sessions.append(session)
      }
    }
    return sessions
  }
}
