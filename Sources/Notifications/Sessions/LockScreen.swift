// SPDX-License-Identifier: Apache-2.0

import CNotify

/// Tells whether a person's screen is locked, as logind has it: `LockedHint` of the sessions.
///
/// It lives on a thread of its own, from the start of ``run()`` to its end, and does nothing until the
/// system bus has something to say. Where there is no system bus, or no logind on it, nothing is ever
/// locked. Nobody is started by being asked.
public actor LockScreen {
  /// Whether the screen is locked: once at the beginning, and whenever that may have changed.
  ///
  /// Only the newest is kept for a reader that is late. It ends when ``run()`` ends.
  public nonisolated let states: AsyncStream<Bool>

  /// How long the bus, or logind, may be silent, in milliseconds.
  private static let limit: Int32 = 2000

  private let sink: AsyncStream<Bool>.Continuation
  private let changes = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
  private let executor = GLibExecutor()
  private let userID: UInt32
  private let busAddress: String?
  private var bus: SystemBus?
  private var observer: LoginObserver?
  private var isLocked = false

  /// Prepares to watch; nothing is started.
  ///
  /// - Parameters:
  ///   - userID: Whose sessions are looked at.
  ///   - busAddress: Where the system bus listens; `nil` for `DBUS_SYSTEM_BUS_ADDRESS`, or where every
  ///     system bus is.
  public init(ofUser userID: UInt32, busAddress: String? = nil) {
    self.userID = userID
    self.busAddress = busAddress
    (states, sink) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// The thread it lives on.
  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  /// Watches until the task is cancelled; then the thread has been joined and the bus left.
  ///
  /// Once only.
  public nonisolated func run() async {
    executor.start()
    await connect()
    for await _ in changes.stream { await look() }
    await disconnect()
    await executor.stop()
    sink.finish()
  }

  private func connect() async {
    let opened = await Watchdog.guarding(.milliseconds(Self.limit)) { watchdog in
      try? await SystemBus.open(at: busAddress, watchdog)
    }
    guard let opened else {
      sink.yield(false)
      return
    }
    bus = opened
    // The first thing it tells is whether logind is there.
    observer = LoginObserver(opened, for: self)
  }

  private func disconnect() {
    observer = nil
    bus?.close()
    bus = nil
  }

  /// Notes that there may be news; GLib calls back on the lock screen's thread.
  nonisolated static func changed(_ data: UnsafeMutableRawPointer?) {
    guard let data = unsafe data else { return }
    unsafe Unmanaged<LockScreen>.fromOpaque(data).takeUnretainedValue()
      .changes.continuation.yield()
  }

  private func look() async {
    guard let bus else { return }
    do throws(BusFailure) {
      isLocked = DesktopSession.isLocked(try await sessions(on: bus))
    } catch  where error.isNobodyThere {
      isLocked = false
    } catch {
      // What was locked stays so until somebody says otherwise.
    }
    sink.yield(isLocked)
  }

  private func sessions(on bus: SystemBus) async throws(BusFailure) -> [DesktopSession] {
    let list = try await bus.call("ListSessions", nil, of: .login, limit: Self.limit)
    var sessions: [DesktopSession] = []
    // Each is (identifier, user, name, seat, path).
    for fields in (list.first?.children ?? []).map(\.children)
    where fields.count == 5 && fields[1].number == userID {
      guard let path = fields[4].objectPath else { continue }
      let properties = try await bus.call(
        "GetAll", Variant(strings: [Destination.sessionInterface]),
        of: .properties(ofSession: path), limit: Self.limit)
      if let session = properties.first.flatMap({ DesktopSession($0.dictionary) }) {
        sessions.append(session)
      }
    }
    return sessions
  }
}
