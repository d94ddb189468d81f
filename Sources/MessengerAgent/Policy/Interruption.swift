// SPDX-License-Identifier: Apache-2.0

import Messages

/// Whether a message may interrupt its reader now.
///
/// The first line that fits decides:
///
/// | sender | do not disturb or quiet hours | screen | popup |
/// |---|---|---|---|
/// | on the quiet list | any | any | held |
/// | any | yes, and the message does not break through | any | held |
/// | any | any | locked, `hide` | held |
/// | any | any | locked, `hide-text` | shown without text |
/// | any | any | any other | shown |
///
/// A critical message breaks through when the owner lets it. The lock screen is about who else is
/// looking, so nothing breaks through that; and a sender on the quiet list stays quiet whatever he
/// calls urgent.
enum Interruption: Hashable, Sendable {
  /// A popup with the message.
  case show

  /// A popup that says who wrote, and not what.
  case showWithoutText

  /// No popup for now; the message waits in the inbox.
  case hold

  /// What there is to know about the moment.
  struct Circumstances: Equatable, Sendable {
    /// The time.
    var now: UnixTime

    /// The same time, as the clock on the wall has it.
    var localTime: LocalTime

    /// What the owner has asked for.
    var doNotDisturb: DoNotDisturb = .off

    /// Whether the screen is locked.
    var isLocked = false
  }

  /// Decides about a message.
  ///
  /// - Parameters:
  ///   - urgency: How much the message says it matters.
  ///   - isFromQuietSender: Whether its sender is on the quiet list.
  init(
    of urgency: Urgency, isFromQuietSender: Bool, in circumstances: Circumstances,
    _ configuration: AgentConfiguration
  ) {
    let isUndisturbed =
      circumstances.doNotDisturb.isOn(at: circumstances.now)
      || configuration.quietHours.contains(circumstances.localTime)
    let breaksThrough = urgency == .critical && configuration.urgentBreaksThrough
    if isFromQuietSender || isUndisturbed && !breaksThrough {
      self = .hold
    } else if circumstances.isLocked {
      switch configuration.lockScreen {
      case .hide: self = .hold
      case .hideText: self = .showWithoutText
      case .show: self = .show
      }
    } else {
      self = .show
    }
  }
}
