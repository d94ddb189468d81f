// SPDX-License-Identifier: Apache-2.0

import TestSupport

@testable import Notifications

/// Runs watchers on a private bus, which is system bus and session bus at once.
struct WatchedDesktop {
  /// The user whose desktop is watched.
  static let userID: UInt32 = 4711

  private let address: String

  /// Prepares watchers for a bus; nothing is started.
  init(on bus: PrivateBus) { address = bus.address }

  private var watcher: DesktopWatcher {
    DesktopWatcher(ofUser: Self.userID, systemBus: address, sessionBus: address)
  }

  /// The first state that a new watcher reports.
  func firstState() async -> DesktopState {
    let watcher = watcher
    return await withTaskGroup(of: Void.self) { group in
      group.addTask { await watcher.run() }
      defer { group.cancelAll() }
      var states = watcher.states.makeAsyncIterator()
      return await states.next(isolation: #isolation) ?? DesktopState()
    }
  }

  /// Runs a watcher while `body` waits for its states.
  func follow(_ body: (_ next: StateReader) async throws -> Void) async throws {
    let watcher = watcher
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await watcher.run() }
      defer { group.cancelAll() }
      try await body(StateReader(watcher.states))
    }
  }

  /// Waits for states of a watcher.
  final class StateReader {
    private var states: AsyncStream<DesktopState>.Iterator

    init(_ states: AsyncStream<DesktopState>) { self.states = states.makeAsyncIterator() }

    /// Waits for a state.
    func callAsFunction(_ isWanted: (DesktopState) -> Bool) async {
      while let state = await states.next(isolation: #isolation), !isWanted(state) {}
    }

    /// Waits until the watcher says that the desktop is locked, or is not.
    func callAsFunction(_ isLocked: Bool) async { await callAsFunction { $0.isLocked == isLocked } }
  }
}
