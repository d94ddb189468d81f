// SPDX-License-Identifier: Apache-2.0

import AgentPolicy
import LinuxSystem
import Messages

/// The terminal that the agent was started from: each message a few lines.
struct TerminalDisplay: Display {
  let events: AsyncStream<DisplayEvent>

  private let output: FileDescriptor

  /// Shows on standard output, or on another descriptor.
  init(output: FileDescriptor = .standardOutput) {
    self.output = output
    let (events, sink) = AsyncStream.makeStream(of: DisplayEvent.self)
    sink.yield(.appeared())
    self.events = events
  }

  var isPresent: Bool { true }

  var summary: String { "terminal" }

  func show(_ popup: Popup) throws(DisplayError) -> PopupID? {
    do {
      try output.writeAll(Array((popup.lines.joined(separator: "\n") + "\n").utf8))
    } catch {
      throw .absent("cannot write to the terminal: \(error)")
    }
    return nil
  }

  func close(_ popup: PopupID) {}

  func run() async throws {
    let (end, _) = AsyncStream.makeStream(of: Void.self)
    for await _ in end {}
  }
}
