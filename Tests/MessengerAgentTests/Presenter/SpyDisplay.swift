// SPDX-License-Identifier: Apache-2.0

import Synchronization

@testable import MessengerAgent

/// A display that a test plays.
final class SpyDisplay: Display {
  private struct State {
    var isPresent = true
    var shown: [Popup] = []
    var closed: [PopupID] = []
    var failures = 0
  }

  let events: AsyncStream<DisplayEvent>
  private let sink: AsyncStream<DisplayEvent>.Continuation
  private let state = Mutex(State())

  /// One element for each popup.
  let popups: AsyncStream<Popup>
  private let popupSink: AsyncStream<Popup>.Continuation

  init(isPresent: Bool = true) {
    (events, sink) = AsyncStream.makeStream()
    (popups, popupSink) = AsyncStream.makeStream()
    state.withLock { $0.isPresent = isPresent }
  }

  var isPresent: Bool { state.withLock(\.isPresent) }
  var summary: String { "spy" }

  /// Everything that was shown.
  var shown: [Popup] { state.withLock(\.shown) }

  /// Comes or goes.
  func set(isPresent: Bool) {
    state.withLock { $0.isPresent = isPresent }
    sink.yield(isPresent ? .appeared : .vanished)
  }

  /// Lets the next popups fail.
  func fail(_ count: Int) { state.withLock { $0.failures = count } }

  /// Plays the person.
  func emit(_ event: DisplayEvent) { sink.yield(event) }

  func show(_ popup: Popup) throws -> PopupID? {
    let id = try state.withLock { state in
      guard state.isPresent, state.failures == 0 else {
        state.failures = max(0, state.failures - 1)
        throw DisplayError.absent("the test says so")
      }
      state.shown.append(popup)
      return popup.replaces ?? PopupID(rawValue: UInt32(state.shown.count))
    }
    popupSink.yield(popup)
    return id
  }

  func close(_ popup: PopupID) { state.withLock { $0.closed.append(popup) } }

  func run() async throws {
    let (end, _) = AsyncStream.makeStream(of: Void.self)
    for await _ in end {}
  }
}
