// SPDX-License-Identifier: Apache-2.0

package import AgentPolicy
public import DaemonSupport
public import LinuxSystem
package import Logging

/// What the owner of an agent can choose, with the defaults.
///
/// `config.yaml` of the package shows all settings; ``settings`` names the property of each.
public struct AgentConfiguration: Equatable, Sendable {
  /// Which messages the inbox takes.
  package var admission = AdmissionPolicy()

  /// Which messages pop up, and how.
  package var presentation = PresentationPolicy()

  /// Where messages are shown.
  package var display = Display.auto

  /// The number of the code page in which text is read that is not UTF-8.
  package var codePage = 437

  /// The icon of popups: a name of the icon theme, or an absolute path.
  package var icon = "messngr"

  /// For which messages the popup daemon is asked to play a sound.
  package var sound = SoundChoice.off

  /// How long a popup stays.
  package var popupExpiry = PopupExpiry.server

  /// Whether messages go to the owner's terminals that take them, when there is no desktop: mesg(1).
  package var terminals = false

  /// The most messages of a sender that wait in the mailslot before the agent takes them.
  package var waitingMessages = 1024

  /// The most bytes of a sender that wait in the mailslot.
  package var waitingBytes = 4 * 1024 * 1024

  /// How long the inbox keeps messages that were read.
  package var inboxAge = Duration.seconds(365 * 86_400)

  /// The number of messages over which the agent deletes the oldest that were read.
  package var inboxMessages = 1_000_000

  /// The least severe messages that the agent logs.
  package var logLevel = Logger.Level.info

  /// Creates a configuration with the defaults.
  public init() {}

  /// Where messages are shown.
  package enum Display: String, CaseIterable, Sendable {
    /// The desktop if there is one, else the terminal.
    case auto

    /// The desktop only.
    case desktop

    /// The terminal that the agent was started from.
    case terminal

    /// All terminals of the owner that take messages: mesg(1).
    case terminals

    /// Nowhere: the inbox has them.
    case none
  }

  /// How long a popup stays.
  package enum PopupExpiry: Hashable, Sendable {
    /// As long as the notification server decides.
    case server

    /// Until the user closes it.
    case never

    /// So many seconds: 1…86,400.
    case seconds(Int)
  }
}

extension AgentConfiguration {
  /// The configuration files of a user; the first one takes precedence.
  ///
  /// They are `$XDG_CONFIG_HOME/messngr/config.yaml`, with `~/.config` where the variable is not an
  /// absolute path, and `/etc/messngr/config.yaml`: the XDG Base Directory Specification.
  public static func files(home: FilePath, environment: [String: String]) -> [FilePath] {
    let chosen = environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? FilePath($0) : nil }
    return [chosen ?? home.appending(".config"), "/etc"].map { directory in
      directory.appending("messngr/config.yaml")
    }
  }

  /// The keys of the settings that differ from another configuration, and that only a start applies.
  ///
  /// The agent makes its display and its mailslot once: a new one would lose popups and unread
  /// datagrams.
  package func startKeys(otherThanIn other: AgentConfiguration) -> [String] {
    let keys: [(key: String, differs: Bool)] = [
      ("display", display != other.display),
      ("terminals", terminals != other.terminals),
      ("waiting-messages", waitingMessages != other.waitingMessages),
      ("waiting-bytes", waitingBytes != other.waitingBytes),
    ]
    return keys.filter(\.differs).map(\.key)
  }
}

extension AgentConfiguration: Configurable {
  /// All settings, in the order of the example file.
  public static let settings: [Setting<AgentConfiguration>] = [
    Setting("display", \.display, .word),
    Setting("terminals", \.terminals, .yesOrNo),
    Setting("icon", \.icon, .icon),
    Setting("sound", \.sound, .word),
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
    Setting(
      "sender-messages", formerly: "unread-messages", \.admission.senderMessages,
      .number(1...100_000_000)),
    Setting(
      "sender-bytes", formerly: "unread-bytes", \.admission.senderBytes,
      .byteCount(524_288...1 << 40)),
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
