// SPDX-License-Identifier: Apache-2.0

/// How far the recipient believes the time at which a sender says that it sent a message.
///
/// The clock of a sender can be wrong by hours, and must not make a message expire before it was shown.
/// So the sender's time counts only when it is near to the moment from which the recipient's machine has
/// known the message: in the 15 minutes before that moment, or between it and the arrival. At every other
/// time, the sender's clock is wrong, and that moment counts in its place.
///
///     ─────┬──── 15 minutes ────┬──── in the spool ────┬─────►
///          │◄─────────── the sender's time counts ────►│
///                             known                 arrival
public enum SendingTime {
  /// The seconds by which the sender's time may lie before the moment from which the message is known.
  static let tolerance: Int64 = 15 * 60

  /// The milliseconds from which a difference between sending and arrival is shown to people.
  static let noticeableDifference: Int64 = 60_000

  /// The time from which a message expires.
  ///
  /// - Parameters:
  ///   - claimed: When the message was sent, as its sender says.
  ///   - known: Since when this machine has known the message: for a file in the spool, the time of its
  ///     last change, which the kernel keeps; else its arrival.
  ///   - arrival: When the message arrived.
  static func believed(
    _ claimed: UnixTime?, known: UnixTime, arrival: UnixTime
  ) -> UnixTime {
    let known = min(known, arrival)
    guard let claimed, claimed <= arrival, claimed >= known.advanced(bySeconds: -tolerance) else {
      return known
    }
    return claimed
  }

  /// The sender's time, where it differs from the arrival by more than a minute.
  static func differing(_ claimed: UnixTime?, from arrival: UnixTime) -> UnixTime? {
    guard let claimed else { return nil }
    let difference = claimed.milliseconds(since: arrival)
    return (-noticeableDifference...noticeableDifference).contains(difference) ? nil : claimed
  }
}
