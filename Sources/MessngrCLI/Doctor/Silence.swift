// SPDX-License-Identifier: Apache-2.0

import AgentPolicy
import AgentSupport
import Inbox
import LinuxSystem
import Messages

/// What keeps messages from popping up now, and until when.
struct Silence: Equatable {
  /// Why messages do not pop up.
  enum Cause: Equatable {
    /// `messngr dnd`.
    case doNotDisturb

    /// The setting `quiet-hours`.
    case quietHours

    /// The do-not-disturb of a desktop with this name.
    case desktop(String)
  }

  /// The cause.
  let cause: Cause

  /// When it ends; `nil` when it has no end, or none is known.
  let end: UnixTime?

  /// The silences of a user at a time.
  static func all(
    _ doNotDisturb: DoNotDisturb, _ quietHours: QuietHours, at now: WallTime
  ) -> [Silence] {
    var silences: [Silence] = []
    if doNotDisturb.isOn(at: now.time) {
      var end: UnixTime?
      if case .until(let time) = doNotDisturb { end = time }
      silences.append(Silence(cause: .doNotDisturb, end: end))
    }
    let time = LocalTime(now)
    if quietHours.contains(time) {
      let minute = now.time.advanced(bySeconds: -Int64(now.second))
      let end = quietHours.minutesUntilChange(after: time)
        .map { minute.advanced(bySeconds: Int64($0) * 60) }
      silences.append(Silence(cause: .quietHours, end: end))
    }
    return silences
  }

  /// The silence of the desktop, as the agent has described it; the desktop tells no end.
  static func desktop(_ daemon: PopupDaemonStatus?) -> [Silence] {
    guard let daemon, daemon.silence != nil else { return [] }
    return [Silence(cause: .desktop(daemon.shownName), end: nil)]
  }

  /// The silence for a person: `quiet hours until 07:00`.
  func text(at now: WallTime) -> String {
    let name =
      switch cause {
      case .doNotDisturb: "do not disturb"
      case .quietHours: "quiet hours"
      case .desktop(let name): "do not disturb of \(name)"
      }
    guard let end else { return name }
    return "\(name) until \(WallTime(end, in: now.zone).moment(at: now))"
  }
}
