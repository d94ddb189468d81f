// SPDX-License-Identifier: Apache-2.0

import Inbox
import Messages

extension PopupDaemonStatus {
  /// What the desktop keeps back, for a person; `nil` when it keeps nothing back.
  var silenceText: String? {
    guard let silence else { return nil }
    let kept = silence == .all ? "all messages" : "all but critical messages"
    return "do not disturb of \(shownName): it keeps back \(kept) until you end it there"
  }

  /// The name of the popup daemon, which is untrusted text, for a person.
  var shownName: String { MessageText.displayedOnOneLine(name ?? "the desktop", limit: 64) }

  /// What is wrong with the popup daemon, for a person; `nil` when nothing is.
  var trouble: String? {
    if isRunning && !isAnswering { return "runs and does not answer" }
    guard !isRunning, let startFailure else { return nil }
    let times = startCount == 1 ? "once" : "\(startCount) times"
    return "asked \(times) to start; \(MessageText.displayedOnOneLine(startFailure, limit: 200))"
  }
}
