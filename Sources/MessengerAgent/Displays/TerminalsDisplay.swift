// SPDX-License-Identifier: Apache-2.0

import AgentPolicy
import Inbox
import LinuxSystem
import Messages

/// The terminals of a user who is not at a desktop: each message goes to all that take messages, as
/// write(1) does.
///
/// The agent never waits for a terminal: it drops text that a terminal does not take at once.
struct TerminalsDisplay: Display {
  let events: AsyncStream<DisplayEvent>

  private let sink: AsyncStream<DisplayEvent>.Continuation
  private let terminals: OpenTerminals

  /// Shows on these terminals.
  init(_ terminals: OpenTerminals) {
    self.terminals = terminals
    (events, sink) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  var isPresent: Bool { !withTerminals(\.isEmpty) }

  /// Whether one of them is not on a desktop, so that no lock screen hides it: a console, or ssh.
  var isBesideDesktop: Bool {
    let open = terminals.open(onDesktop: false)
    defer { for terminal in open { try? terminal.close() } }
    return !open.isEmpty
  }

  var summary: String {
    let count = withTerminals(\.count)
    return count == 1 ? "1 terminal" : "\(count) terminals"
  }

  func show(_ popup: Popup) throws(DisplayError) -> PopupID? {
    // A terminal in raw mode adds no carriage return; BEL rings.
    let text = Array(("\r\n\u{7}" + popup.lines.joined(separator: "\r\n") + "\r\n").utf8)
    let count = withTerminals { terminals in
      terminals.count { terminal in
        unsafe text.withUnsafeBytes { unsafe ((try? terminal.write($0)) ?? 0) > 0 }
      }
    }
    guard count > 0 else { throw .absent("no terminal takes messages") }
    return nil
  }

  func close(_ popup: PopupID) {}

  /// Reports new terminals until the task is cancelled.
  func run() async {
    defer { sink.finish() }
    // Where logins cannot be watched, a new terminal is found with the next message.
    try? await FileWatch.withChanges(of: terminals.logins, for: .written) { changes in
      for await _ in changes where isPresent { sink.yield(.appeared()) }
    }
  }

  private func withTerminals<Value>(_ body: ([FileDescriptor]) -> Value) -> Value {
    let open = terminals.open()
    defer { for terminal in open { try? terminal.close() } }
    return body(open)
  }
}
