// SPDX-License-Identifier: Apache-2.0

public import DaemonSupport

extension AgentConfiguration: Configurable {
  /// All settings, in the order of the example file.
  public static let settings: [Setting<AgentConfiguration>] = [
    Setting("display", \.display, .word),
    Setting("terminals", \.terminals, .yesOrNo),
    Setting("icon", \.icon, .icon),
    Setting("popup-expiry", \.popupExpiry, .popupExpiry),
    Setting("popup-limit", \.popupLimit, .rateLimit),
    Setting("critical-popup-limit", \.criticalPopupLimit, .rateLimit),
    Setting("fold-threshold", \.foldThreshold, .number(1...1000)),
    Setting("quiet-hours", each: \.quietWindows, .quietWindow, separators: ";"),
    Setting("urgent-breaks-through", \.urgentBreaksThrough, .yesOrNo),
    Setting("lock-screen", \.lockScreen, .word),
    Setting("allow", each: \.allow, .sender),
    Setting("deny", each: \.deny, .sender),
    Setting("quiet", each: \.quiet, .sender),
    Setting("largest-message", \.largestMessage, .byteCount(1...65_536)),
    Setting("waiting-messages", \.waitingMessages, .number(1...1_000_000)),
    Setting("waiting-bytes", \.waitingBytes, .byteCount(131_072...1 << 30)),
    Setting(
      "sender-messages", formerly: "unread-messages", \.unreadMessages, .number(1...100_000_000)),
    Setting(
      "sender-bytes", formerly: "unread-bytes", \.unreadBytes, .byteCount(524_288...1 << 40)),
    Setting("inbox-age", \.inboxAge, .duration(86_400...36_500 * 86_400)),
    Setting("inbox-messages", \.inboxMessages, .number(1...100_000_000)),
    Setting("code-page", \.codePage, .codePage),
    Setting("log-level", \.logLevel, .word),
  ]
}

extension AgentConfiguration {
  fileprivate var quietWindows: [QuietWindow] {
    get { quietHours.windows }
    set { quietHours = QuietHours(newValue) }
  }
}
