// SPDX-License-Identifier: Apache-2.0

import Logging
import Messages

/// What the owner of an agent can choose, and what holds where nothing was chosen.
///
/// The keys of the configuration file are the names here, written with hyphens; `config.yaml` of the
/// package shows all of them.
public struct AgentConfiguration: Equatable, Sendable {
  /// Where messages are shown.
  var display = Display.auto

  /// The number of the code page in which text is read that is not UTF-8.
  var codePage = 437

  /// The icon of popups: a name of the icon theme, or an absolute path.
  var icon = "mail-unread"

  /// How long a popup stays.
  var popupExpiry = PopupExpiry.server

  /// The most popups of a sender within a time; what is over it is folded.
  var popupLimit = RateLimit(count: 5, per: .seconds(10))

  /// The same for critical messages, which have a limit of their own.
  var criticalPopupLimit = RateLimit(count: 20, per: .seconds(10))

  /// How many messages must be over the limit before one popup stands for them: 1 or more.
  var foldThreshold = 2

  /// Whether messages go to the owner's terminals that take them, when there is no desktop: mesg(1).
  var terminals = false

  /// When popups are unwelcome, but for urgent ones.
  var quietHours = QuietHours()

  /// Whether critical messages are shown in quiet hours, and when the owner is not to be disturbed.
  var urgentBreaksThrough = true

  /// What a locked screen shows.
  var lockScreen = LockScreen.hideText

  /// The only senders that may leave messages; anybody may when empty.
  var allow: [SenderPattern] = []

  /// The senders that may not leave messages.
  var deny: [SenderPattern] = []

  /// The senders whose messages are stored and never pop up.
  var quiet: [SenderPattern] = []

  /// The longest text, in bytes: 1…65,536.
  var largestMessage = Message.maximumTextByteCount

  /// The most messages of a sender that wait in the mailslot before the agent takes them.
  var waitingMessages = 1024

  /// The most bytes of a sender that wait in the mailslot.
  var waitingBytes = 4 * 1024 * 1024

  /// The most messages of a sender that lie in the inbox and nobody has read.
  var unreadMessages = 100_000

  /// The most bytes of a sender's that lie in the inbox and nobody has read.
  var unreadBytes = 256 * 1024 * 1024

  /// How long messages are kept that were read.
  var inboxAge = Duration.seconds(365 * 86_400)

  /// The number of messages over which the oldest that were read are forgotten.
  var inboxMessages = 1_000_000

  /// The least severe messages that the agent logs.
  var logLevel = Logger.Level.info

  /// Creates a configuration in which nothing was chosen.
  public init() {}
}

extension AgentConfiguration {
  /// Where messages are shown.
  enum Display: String, CaseIterable, Sendable {
    /// The desktop if there is one, else the terminal.
    case auto

    /// The desktop only.
    case desktop

    /// The terminal that the agent was started from.
    case terminal

    /// Nowhere: the inbox has them.
    case none
  }

  /// What a locked screen shows.
  enum LockScreen: String, CaseIterable, Sendable {
    /// Who wrote, and not what.
    case hideText = "hide-text"

    /// Nothing: popups wait until it is unlocked.
    case hide

    /// Everything.
    case show
  }

  /// How long a popup stays.
  enum PopupExpiry: Hashable, Sendable {
    /// As long as the notification server finds right.
    case server

    /// Until somebody closes it.
    case never

    /// So many seconds: 1…86,400.
    case seconds(Int)
  }
}
