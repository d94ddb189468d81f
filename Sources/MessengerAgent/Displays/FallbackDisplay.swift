// SPDX-License-Identifier: Apache-2.0

import AgentPolicy
import Inbox

/// One display, and a second one for the time when the first is absent or the user is not at it.
struct FallbackDisplay: Display {
  let events: AsyncStream<DisplayEvent>

  private let sink: AsyncStream<DisplayEvent>.Continuation
  private let first: any Display
  private let second: any Display
  private let isLeft: @Sendable () -> Bool

  /// Shows on the first display, or else on the second.
  ///
  /// - Parameter isLeft: Whether the user is at the second display.
  init(
    _ first: any Display, orElse second: any Display,
    if isLeft: @escaping @Sendable () -> Bool = { false }
  ) {
    self.first = first
    self.second = second
    self.isLeft = isLeft
    (events, sink) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1024))
  }

  var isPresent: Bool {
    get async {
      if await first.isPresent { return true }
      return await second.isPresent
    }
  }

  var server: String? { get async { await first.server } }

  var summary: String {
    get async {
      let (isFirst, isSecond) = (await first.isPresent, await second.isPresent)
      return !isFirst && isSecond ? await second.summary : await first.summary
    }
  }

  var silence: DisplaySilence {
    get async {
      if isLeft() { return .off }
      return await first.isPresent ? await first.silence : .off
    }
  }

  var daemon: PopupDaemonStatus? { get async { await first.daemon } }

  func show(_ popup: Popup) async throws(DisplayError) -> PopupID? {
    if isLeft() {
      do throws(DisplayError) {
        return try await second.show(popup)
      } catch .absent {
        // The user has just left the terminal: the first display shows the popup.
      } catch {
        throw error
      }
    }
    if await first.isPresent { return try await first.show(popup) }
    return try await second.show(popup)
  }

  /// Only the first display has popups to close.
  func close(_ popup: PopupID) async {
    await first.close(popup)
  }

  func run() async throws {
    defer { sink.finish() }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for display in [first, second] {
        group.addTask { try await display.run() }
        group.addTask { for await event in display.events { sink.yield(event) } }
      }
      try await group.waitForAll()
    }
  }
}
