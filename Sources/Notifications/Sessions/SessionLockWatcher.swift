// SPDX-License-Identifier: Apache-2.0

import CNotify

/// Watches logind, and reports whether a user's screen is locked: `LockedHint` of the user's sessions.
///
/// It has a thread of its own from the start of ``run()`` to its end, which sleeps until the system bus
/// sends a signal. Without a system bus, or without logind on it, no screen counts as locked. It does not
/// start logind.
public actor SessionLockWatcher {
  /// Whether the screen is locked: once at the beginning, and whenever it may have changed.
  ///
  /// A late reader gets only the newest state. The stream ends when ``run()`` ends.
  public nonisolated let states: AsyncStream<Bool>

  /// How long the bus or logind may take to answer, in milliseconds.
  private static let timeout: Int32 = 2000

  private let sink: AsyncStream<Bool>.Continuation
  private let changes = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
  private let executor = GLibExecutor()
  private let userID: UInt32
  private let busAddress: String?
  private var bus: BusConnection?
  private var observer: LoginObserver?
  private var isLocked = false

  /// Creates a watcher; ``run()`` starts it.
  ///
  /// - Parameters:
  ///   - userID: The user of the sessions.
  ///   - busAddress: Where the system bus listens; `nil` for `DBUS_SYSTEM_BUS_ADDRESS`, or the standard
  ///     place.
  public init(ofUser userID: UInt32, busAddress: String? = nil) {
    self.userID = userID
    self.busAddress = busAddress
    (states, sink) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// The thread of the actor.
  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  /// Watches until the task is cancelled; then joins the thread and closes the connection.
  ///
  /// It can be called only once.
  public nonisolated func run() async {
    executor.start()
    await connect()
    for await _ in changes.stream { await readSessions() }
    await disconnect()
    await executor.stop()
    sink.finish()
  }

  private func connect() async {
    let opened = await Watchdog.guarding(.milliseconds(Self.timeout)) { watchdog in
      try? await BusConnection.system(at: busAddress, watchdog)
    }
    guard let opened else {
      sink.yield(false)
      return
    }
    bus = opened
    // Its first event reports whether logind runs.
    observer = LoginObserver(opened, for: self)
  }

  private func disconnect() {
    observer = nil
    bus?.close()
    bus = nil
  }

  /// Records that sessions may have changed; GLib calls back on the watcher's thread.
  nonisolated static func changed(_ data: UnsafeMutableRawPointer?) {
    guard let data = unsafe data else { return }
    unsafe Unmanaged<SessionLockWatcher>.fromOpaque(data).takeUnretainedValue()
      .changes.continuation.yield()
  }

  private func readSessions() async {
    guard let bus else { return }
    do throws(BusFailure) {
      isLocked = DesktopSession.isLocked(try await sessions(on: bus))
    } catch  where error.isNameUnowned {
      isLocked = false
    } catch {
      // Without an answer the last state stays.
    }
    sink.yield(isLocked)
  }

  private func sessions(on bus: BusConnection) async throws(BusFailure) -> [DesktopSession] {
    let list = try await bus.call("ListSessions", of: .login, timeout: Self.timeout)
    var sessions: [DesktopSession] = []
    // Each is (identifier, user, name, seat, path).
    for fields in (list.first?.children ?? []).map(\.children)
    where fields.count == 5 && fields[1].number == userID {
      guard let path = fields[4].objectPath else { continue }
      let properties = try await bus.call(
        "GetAll", Variant(strings: [Destination.sessionInterface]),
        of: .properties(ofSession: path), timeout: Self.timeout)
      if let session = properties.first.flatMap({ DesktopSession($0.dictionary) }) {
        sessions.append(session)
      }
    }
    return sessions
  }
}
