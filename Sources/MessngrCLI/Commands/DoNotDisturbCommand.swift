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
        messngr dnd 1h
        messngr dnd until 14:00
        messngr dnd toggle

      Messages still arrive in the inbox; critical ones may still pop up. A time is 1h, 90m, 14:00, tomorrow \
      (the beginning of the day), 'tomorrow 8:00' or '2026-11-20 14:00'.
      """)

  @Argument(
    help: ArgumentHelp("on, off, toggle, a time, until TIME, or status.", valueName: "state"),
    completion: .list(["on", "off", "toggle", "1h", "until", "status"]))
  var words: [String] = []

  @Flag(help: "Print the state as a JSON object.")
  var json = false

  func run(in context: CommandContext) async throws -> Int32 {
    let now = context.now
    let wish = try wish(at: now)
    return try await context.withInbox { inbox in
      switch wish {
      case .unchanged: break
      case .set(let state): try inbox.set(SettingKey.doNotDisturb, to: state.description)
      case .toggled:
        let isOn = try inbox.doNotDisturb().isOn(at: now.time)
        try inbox.set(SettingKey.doNotDisturb, to: (isOn ? DoNotDisturb.off : .on).description)
      }
      let state = try inbox.doNotDisturb()
      try context.print(text(of: state, in: context))
      return ExitStatus.success.rawValue
    }
  }

  /// What the user wants of do not disturb.
  enum Wish: Equatable {
    /// To know the state.
    case unchanged

    /// This state.
    case set(DoNotDisturb)

    /// The other state: off when it is on, also until a time.
    case toggled
  }

  /// The wish that the words are.
  func wish(at now: WallTime) throws(CommandFailure) -> Wish {
    switch (words.first, words.count) {
    case (nil, _), ("status", 1): return .unchanged
    case ("on", 1): return .set(.on)
    case ("off", 1): return .set(.off)
    case ("toggle", 1): return .toggled
    default: break
    }
    let isNamed = ["until", "for"].contains(words[0])
    let phrase = words.dropFirst(isNamed ? 1 : 0).joined(separator: " ")
    guard let time = TimePhrase.time(phrase, .future, at: now) else {
      let known = isNamed ? [] : ["on", "off", "toggle", "until", "status", "tomorrow"]
      let hint = Spelling.hint(
        for: words[0], in: known, otherwise: ": write 1h, 14:00 or tomorrow, for example")
      throw CommandFailure("'\(phrase)' is not a time\(hint)", .usage)
    }
    guard time > now.time else { throw CommandFailure("'\(phrase)' is in the past", .usage) }
    return .set(.until(time))
  }

  private func text(of state: DoNotDisturb, in context: CommandContext) -> String {
    let now = context.now
    let isOn = state.isOn(at: now.time)
    guard json else {
      let quiet = Silence.all(.off, context.quietHours, at: now).map { $0.text(at: now) }
      let sentence = "Do not disturb is \(state.text(at: now))"
      return sentence + quiet.map { "; \($0) hold popups back" }.joined() + "."
    }
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
