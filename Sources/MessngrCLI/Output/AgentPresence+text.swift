// SPDX-License-Identifier: Apache-2.0

import Inbox
import LinuxSystem
import Messages

extension AgentPresence {
  /// What holds popups back besides `messngr dnd`, and until when, for a person.
  func silences(at now: WallTime) -> [String] {
    var silences: [String] = []
    if let quietUntil, now.time < quietUntil {
      silences.append("quiet hours until \(WallTime(quietUntil, in: now.zone).moment(at: now))")
    }
    if let text = daemon?.silenceText { silences.append(text) }
    return silences
  }
}

extension PopupDaemonStatus {
  /// What the desktop keeps back, for a person; `nil` when it keeps nothing back.
  var silenceText: String? {
    guard let silence else { return nil }
    let desktop = MessageText.displayedOnOneLine(name ?? "the desktop", limit: 64)
    let kept = silence == .all ? "all messages" : "all but critical messages"
    return "do not disturb of \(desktop): it keeps back \(kept) until you end it there"
  }

  /// What is wrong with the popup daemon, for a person; `nil` when nothing is.
  var trouble: String? {
    if isRunning && !isAnswering { return "runs and does not answer" }
    guard !isRunning, let startFailure else { return nil }
    let times = startCount == 1 ? "once" : "\(startCount) times"
    return "asked \(times) to start; \(MessageText.displayedOnOneLine(startFailure, limit: 200))"
  }
}
