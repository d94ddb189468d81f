// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Console
import Inbox
import LinuxSystem
import Messages

/// `messngr dnd`: sets or prints whether popups are held back.
struct DoNotDisturbCommand: AsyncSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "dnd",
    abstract: "Do not disturb: keep messages from popping up.",
    discussion: """
      Examples:
        messngr dnd on
        messngr dnd until 14:00
        messngr dnd off

      Messages still arrive in the inbox; critical ones may still pop up. A time is 14:00, 2h, tomorrow \
      (the beginning of the day), 'tomorrow 8:00' or '2026-11-20 14:00'.
      """)

  @Argument(
    help: "on, off, until TIME, or status.", completion: .list(["on", "off", "until", "status"]))
  var words: [String] = []

  @Flag(help: "Print the state as a JSON object.")
  var json = false

  func run(in context: CommandContext) async throws -> Int32 {
    let wish = try wish(at: context.now)
    return try await context.withInbox { inbox in
      if let wish {
        try inbox.set(SettingKey.doNotDisturb, to: wish.description)
      }
      let state = try inbox.doNotDisturb()
      try context.print(text(of: state, in: context))
      return ExitStatus.success.rawValue
    }
  }

  /// The state that the words request; `nil` to change nothing.
  func wish(at now: WallTime) throws(CommandFailure) -> DoNotDisturb? {
    switch (words.first, words.count) {
    case (nil, _), ("status", 1): return nil
    case ("on", 1): return .on
    case ("off", 1): return .off
    case ("until", 2...), ("for", 2):
      let phrase = words.dropFirst().joined(separator: " ")
      guard let time = TimePhrase.time(phrase, .future, at: now) else {
        throw CommandFailure(
          "'\(phrase)' is not a time: write 14:00, 2h or tomorrow, for example", .usage)
      }
      guard time > now.time else {
        throw CommandFailure("'\(phrase)' is in the past", .usage)
      }
      return .until(time)
    default: throw CommandFailure("write dnd on, dnd off, dnd until TIME, or dnd status", .usage)
    }
  }

  private func text(of state: DoNotDisturb, in context: CommandContext) -> String {
    let now = context.now
    let isOn = state.isOn(at: now.time)
    guard json else { return "Do not disturb is \(state.text(at: now))." }
    var line = JSONLine()
    line.add("dnd", isOn)
    if isOn, case .until(let end) = state { line.add("until", end.milliseconds) }
    return line.text
  }
}

extension DoNotDisturb {
  /// The state for a person: `off`, `on`, `on until 14:00`.
  func text(at now: WallTime) -> String {
    guard isOn(at: now.time) else { return "off" }
    guard case .until(let end) = self else { return "on" }
    return "on until \(WallTime(end, in: now.zone).moment(at: now))"
  }
}
