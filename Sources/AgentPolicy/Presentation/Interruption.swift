// SPDX-License-Identifier: Apache-2.0

import Messages

/// Whether a message may interrupt the user now.
///
/// The first line that fits decides:
///
/// | sender | do-not-disturb or quiet hours | screen | popup |
/// |---|---|---|---|
/// | on the quiet list | any | any | held |
/// | any | yes, here or of the desktop, and the message does not break through | any | held |
/// | any | any | locked, `hide` | held |
/// | any | any | locked, `hide-text` | held, and counted in one popup |
/// | any | any | any other | shown |
///
/// A critical message breaks through when the owner allows that, and when the desktop shows it. A
/// locked screen protects the text from other people, so nothing breaks through it. A sender on the
/// quiet list stays quiet, at every urgency.
enum Interruption: Hashable {
  /// A popup with the message.
  case show

  /// No popup of its own for now: one popup counts such messages by their senders.
  case count

  /// No popup for now; the message waits in the inbox.
  case hold

  /// What decides besides the message.
  struct Circumstances: Equatable {
    /// The time.
    var now: UnixTime

    /// The same time in the machine's time zone.
    var localTime: LocalTime

    /// Whether the owner wants no popups.
    var doNotDisturb: DoNotDisturb = .off

    /// Whether the screen is locked.
    var isLocked = false

    /// What the desktop keeps from its user.
    var silence = DisplaySilence.off

    /// Whether the owner wants no popups now, or the desktop would not show them.
    func isQuiet(_ policy: PresentationPolicy) -> Bool {
      doNotDisturb.isOn(at: now) || policy.quietHours.contains(localTime) || silence != .off
    }

    /// Whether the decision about every message is the same in other circumstances.
    func isLike(_ other: Self, _ policy: PresentationPolicy) -> Bool {
      isLocked == other.isLocked && silence == other.silence
        && doNotDisturb.isOn(at: now) == other.doNotDisturb.isOn(at: other.now)
        && policy.quietHours.contains(localTime) == policy.quietHours.contains(other.localTime)
    }
  }

  /// Decides about a message.
  ///
  /// - Parameters:
  ///   - urgency: The urgency of the message.
  ///   - isFromQuietSender: Whether its sender is on the quiet list.
  init(
    of urgency: Urgency, isFromQuietSender: Bool, in circumstances: Circumstances,
    _ policy: PresentationPolicy
  ) {
    let breaksThrough =
      urgency == .critical && policy.urgentBreaksThrough && circumstances.silence != .all
    if isFromQuietSender || circumstances.isQuiet(policy) && !breaksThrough {
      self = .hold
    } else if circumstances.isLocked {
      switch policy.lockScreen {
      case .hide: self = .hold
      case .hideText: self = .count
      case .show: self = .show
      }
    } else {
      self = .show
    }
  }

  /// Decides about a delivery.
  init(of delivery: Delivery, in circumstances: Circumstances, _ policy: PresentationPolicy) {
    let isFromQuietSender = policy.quiet.contains {
      $0.matches(sender: delivery.sender, name: delivery.senderName, origin: delivery.origin)
    }
    self.init(
      of: delivery.message.attributes.urgency, isFromQuietSender: isFromQuietSender,
      in: circumstances, policy)
  }
}
