// SPDX-License-Identifier: Apache-2.0

import AgentPolicy

/// No display: messages wait in the inbox.
struct NoDisplay: Display {
  let events = AsyncStream<DisplayEvent> { $0.finish() }

  var isPresent: Bool { false }

  var summary: String { "none" }

  func show(_ popup: Popup) throws(DisplayError) -> PopupID? {
    throw .absent("messages are not shown")
  }

  func close(_ popup: PopupID) {}

  func run() {}
}
