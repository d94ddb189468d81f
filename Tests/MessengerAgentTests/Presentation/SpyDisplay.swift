// SPDX-License-Identifier: Apache-2.0

import AgentPolicy
import LinuxSystem

@testable import MessengerAgent

/// A display that a test controls.
final class SpyDisplay: Display {
  private struct State {
    var isPresent = true
    var shown: [Popup] = []
    var count: UInt32 = 0
    var closed: [PopupID] = []
    var failures: [DisplayError] = []
    var interlude: Interlude?
  }

  /// Something that happens while the presenter waits.
  typealias Interlude = @Sendable () throws -> Void

  let events: AsyncStream<DisplayEvent>
  let summary = "spy"
  private let sink: AsyncStream<DisplayEvent>.Continuation
  private let state = Guarded(State())

  init() {
    (events, sink) = AsyncStream.makeStream()
  }

  /// The popups shown since the last call.
  var shown: [Popup] {
    state.withLock { state in
      defer { state.shown = [] }
      return state.shown
    }
  }

  /// The popups that were closed.
  var closed: [PopupID] { state.withLock(\.closed) }

  var isPresent: Bool {
    let (isPresent, interlude) = state.withLock { ($0.isPresent, $0.interlude.take()) }
    try? interlude?()
    return isPresent
  }

  /// Lets the display come or go without an event.
  func set(isPresent: Bool) { state.withLock { $0.isPresent = isPresent } }

  /// Lets the next popups fail.
  func fail(_ failures: DisplayError...) { state.withLock { $0.failures = failures } }

  /// Lets something happen when the display is used next.
  func interlude(_ interlude: @escaping Interlude) { state.withLock { $0.interlude = interlude } }

  /// Sends an event, as a user would cause it.
  func emit(_ event: DisplayEvent) { sink.yield(event) }

  func show(_ popup: Popup) throws(DisplayError) -> PopupID? {
    let interlude = state.withLock { $0.interlude.take() }
    try? interlude?()
    let result: Result<PopupID, DisplayError> = state.withLock { state in
      guard state.isPresent else { return .failure(.absent("the test says so")) }
      guard state.failures.isEmpty else { return .failure(state.failures.removeFirst()) }
      state.shown.append(popup)
      state.count += 1
      return .success(popup.replaces ?? PopupID(rawValue: state.count))
    }
    return try result.get()
  }

  func close(_ popup: PopupID) { state.withLock { $0.closed.append(popup) } }

  func run() async throws {
    let (end, _) = AsyncStream.makeStream(of: Void.self)
    for await _ in end {}
  }
}
