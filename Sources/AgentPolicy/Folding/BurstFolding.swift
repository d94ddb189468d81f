// SPDX-License-Identifier: Apache-2.0

import Messages

/// Makes few popups of many messages; each message is part of one popup.
///
/// Messages go in in the order they came, popups come out. The first line that fits decides:
///
/// | message | popup |
/// |---|---|
/// | replaces a message of its sender that has a popup, or gets one in this call | takes that popup |
/// | repeats a message of its sender that has a popup, at the same urgency | `repeated` counts up |
/// | within the sender's limit; critical ones have their own | `single` |
/// | over the limit, with fewer such messages than the threshold and no summary yet | `single` |
/// | any other | `summary` counts up |
///
/// Each call updates a popup on the screen at most once: call it as often as a desktop can draw. The
/// caller draws the popups and says when they are closed.
struct BurstFolding {
  /// The most popups remembered; beyond that all are forgotten.
  static let capacity = 1000

  /// What two messages have in common when the second repeats the first.
  private struct Repetition: Hashable {
    let sender: SenderKey
    let urgency: Urgency
    let fingerprint: Int
  }

  private struct Shown {
    let sender: SenderKey
    let repetition: Repetition?
    var count = 1
  }

  private let foldThreshold: Int
  private var limiter: PopupLimiter
  private var popups: [MessageID: Shown] = [:]
  private var firsts: [Repetition: MessageID] = [:]
  private var summaryCounts: [PopupPlan.Burst: Int] = [:]
  private var excesses: [PopupPlan.Burst: Int] = [:]

  /// Creates the folding for an empty screen.
  init(_ policy: PresentationPolicy) {
    limiter = PopupLimiter(
      limit: policy.popupLimit, criticalLimit: policy.criticalPopupLimit)
    foldThreshold = policy.foldThreshold
  }

  /// Makes popups of messages: each message is in exactly one of them.
  mutating func fold(
    _ messages: [UnshownMessage], at now: ContinuousClock.Instant
  ) -> [PopupPlan] {
    var batch = PopupBatch()
    for message in messages {
      if let old = message.replaces, popups[old]?.sender == message.sender {
        close(old)
        remember(message)
        batch.replace(old, by: message.id)
      } else if let first = repetition(of: message).flatMap({ firsts[$0] }) {
        popups[first]?.count += 1
        batch.count(message.id, on: first, count: popups[first]?.count ?? 1)
      } else if limiter.admits(message.sender, message.urgency, at: now) {
        let burst = PopupPlan.Burst(message.sender)
        excesses[burst] = nil
        if summaryCounts[burst] == 0 { summaryCounts[burst] = nil }
        remember(message)
        batch.show(message.id)
      } else {
        batch.overflow(message)
      }
    }
    for (burst, messages) in batch.overflows { sumUp(messages, of: burst, in: &batch) }
    return batch.plans
  }

  /// Says that the popup of a message is gone; of a repeated one, that of the first.
  mutating func close(_ id: MessageID) {
    guard let popup = popups.removeValue(forKey: id), let repetition = popup.repetition else {
      return
    }
    firsts[repetition] = nil
  }

  /// Says that the popup of a summary is gone: the next one counts from the beginning.
  mutating func closeSummary(of burst: PopupPlan.Burst) {
    summaryCounts[burst] = nil
  }

  /// Says that the summary of a burst is a line that no later one can replace: the next one counts what
  /// comes from now on, for as long as the burst lasts.
  mutating func restartSummary(of burst: PopupPlan.Burst) {
    summaryCounts[burst] = 0
  }

  /// Says that a message has a popup again, one that this value did not make.
  mutating func recall(_ message: UnshownMessage) {
    remember(message)
  }

  /// Says that all popups are gone, as after the end of the notification server.
  mutating func closeAll() {
    popups = [:]
    firsts = [:]
    summaryCounts = [:]
  }

  /// Says that a popup could not be put up, so that its messages come again.
  mutating func takeBack(_ plan: PopupPlan) {
    switch plan {
    case .single(let id, _, _): close(id)
    case .repeated(let first, let added, _):
      popups[first]?.count -= added.count
      if added.contains(first) { close(first) }
    case .summary(let burst, let added, _, _):
      let count = summaryCounts[burst, default: 0] - added.count
      summaryCounts[burst] = count > 0 ? count : nil
    }
  }

  private mutating func sumUp(
    _ messages: [UnshownMessage], of burst: PopupPlan.Burst, in batch: inout PopupBatch
  ) {
    let excess = excesses[burst, default: 0] + messages.count
    if summaryCounts[burst] == nil && excess < foldThreshold {
      excesses[burst] = excess
      for message in messages {
        remember(message)
        batch.show(message.id)
      }
    } else {
      excesses[burst] = nil
      summaryCounts[burst, default: 0] += messages.count
      batch.sumUp(messages, of: burst, count: summaryCounts[burst, default: 0])
    }
  }

  private mutating func remember(_ message: UnshownMessage) {
    if popups.count >= BurstFolding.capacity {
      popups = [:]
      firsts = [:]
    }
    let repetition = repetition(of: message)
    popups[message.id] = Shown(sender: message.sender, repetition: repetition)
    if let repetition { firsts[repetition] = message.id }
  }

  private func repetition(of message: UnshownMessage) -> Repetition? {
    message.fingerprint.map {
      Repetition(sender: message.sender, urgency: message.urgency, fingerprint: $0)
    }
  }
}
