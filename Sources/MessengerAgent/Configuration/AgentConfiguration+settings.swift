// SPDX-License-Identifier: Apache-2.0

import AgentPolicy
public import DaemonSupport

extension AgentConfiguration: Configurable {
  /// All settings, in the order of the example file.
  public static let settings: [Setting<AgentConfiguration>] = [
    Setting("display", \.display, .word),
    Setting("terminals", \.terminals, .yesOrNo),
    Setting("icon", \.icon, .icon),
    Setting("popup-expiry", \.popupExpiry, .popupExpiry),
    Setting("popup-limit", \.presentation.popupLimit, .rateLimit),
    Setting("critical-popup-limit", \.presentation.criticalPopupLimit, .rateLimit),
    Setting("fold-threshold", \.presentation.foldThreshold, .number(1...1000)),
    Setting("quiet-hours", each: \.presentation.quietWindows, .quietWindow, separators: ";"),
    Setting("urgent-breaks-through", \.presentation.urgentBreaksThrough, .yesOrNo),
    Setting("lock-screen", \.presentation.lockScreen, .word),
    Setting("allow", each: \.admission.allow, .sender),
    Setting("deny", each: \.admission.deny, .sender),
    Setting("quiet", each: \.presentation.quiet, .sender),
    Setting("largest-message", \.admission.largestMessage, .byteCount(1...65_536)),
    Setting("waiting-messages", \.waitingMessages, .number(1...1_000_000)),
    Setting("waiting-bytes", \.waitingBytes, .byteCount(131_072...1 << 30)),
    Setting("unread-messages", \.admission.unreadMessages, .number(1...100_000_000)),
    Setting("unread-bytes", \.admission.unreadBytes, .byteCount(524_288...1 << 40)),
    Setting("inbox-age", \.inboxAge, .duration(86_400...36_500 * 86_400)),
    Setting("inbox-messages", \.inboxMessages, .number(1...100_000_000)),
    Setting("code-page", \.codePage, .codePage),
    Setting("log-level", \.logLevel, .word),
  ]
}

extension PresentationPolicy {
  fileprivate var quietWindows: [QuietWindow] {
    get { quietHours.windows }
    set { quietHours = QuietHours(newValue) }
  }
}
