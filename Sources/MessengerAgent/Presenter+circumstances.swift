// SPDX-License-Identifier: Apache-2.0

import Inbox
import Messages

extension Presenter {
  /// What decides whether somebody may be interrupted.
  typealias Circumstances = Interruption.Circumstances

  /// What decides now.
  var circumstances: Circumstances {
    Circumstances(
      now: clock.now(), localTime: clock.localTime(), doNotDisturb: doNotDisturb,
      isLocked: screen.isLocked)
  }

  /// Looks whether people may be disturbed, and brings back what was held if that has changed.
  func noteCircumstances() async throws {
    doNotDisturb = try await inbox.run { inbox in try DoNotDisturb(storedIn: inbox) }
    let configuration = settings.configuration
    if lastConfiguration != configuration {
      folding = BurstFolding(configuration)
      lastConfiguration = configuration
      lastCircumstances = nil
    }
    let now = circumstances
    if lastCircumstances?.isLike(now, configuration) != true {
      if !now.isLocked { try await unhide() }
      try await bringBack(now, configuration)
    }
    lastCircumstances = now
  }

  /// When something that was held may be shown, or something expires, although nothing happens until
  /// then.
  var nextChange: ContinuousClock.Instant? {
    get async {
      let expiry = try? await inbox.run { inbox in try inbox.nextExpiry() }
      return nextChange(expiry: expiry ?? nil)
    }
  }

  private func nextChange(expiry: UnixTime?) -> ContinuousClock.Instant? {
    let configuration = settings.configuration
    var waits: [Duration] = []
    let now = clock.now()
    if let expiry { waits.append(.milliseconds(max(0, expiry.milliseconds(since: now)))) }
    if case .until(let end) = doNotDisturb, doNotDisturb.isOn(at: now) {
      waits.append(.milliseconds(end.milliseconds(since: now)) + .milliseconds(1))
    }
    if configuration.quietHours.contains(clock.localTime()),
      let minutes = configuration.quietHours.minutesUntilChange(after: clock.localTime())
    {
      waits.append(.seconds(60 * minutes))
    }
    return waits.min().map { .now + $0 }
  }

  // MARK: Held messages

  /// Keeps messages back until the circumstances are different.
  func hold(_ numbers: [Int64], _ circumstances: Circumstances) async throws {
    guard !numbers.isEmpty else { return }
    lastCircumstances = circumstances
    try await inbox.run { inbox in try inbox.hold(numbers) }
  }

  /// Brings back what was held and may interrupt now: a few as they are, many as one popup.
  private func bringBack(_ circumstances: Circumstances, _ configuration: AgentConfiguration)
    async throws
  {
    var back: [(number: Int64, id: MessageID, sender: String)] = []
    var last: Int64 = 0
    while true {
      let after = last
      let now = circumstances.now
      let page = try await inbox.run { inbox in
        try inbox.held(after: after, limit: 250, now: now)
      }
      guard let end = page.last else { break }
      last = end.number
      back += page.filter { $0.interruption(in: circumstances, configuration) != .hold }
        .map { ($0.number, $0.delivery.id, rendering.sender($0.delivery)) }
    }
    guard back.count > MessageDigest.threshold else {
      let numbers = back.map(\.number)
      try await inbox.run { inbox in try inbox.release(numbers) }
      return
    }
    try await show(MessageDigest(back.map(\.sender)))
    try await mark(
      StateChange(messages: back.map { ($0.number, $0.id) }, state: .shown, time: clock.now()))
  }

  private func show(_ digest: MessageDigest) async throws {
    try await checkDisplay()
    if let id = try await draw(rendering.popup(digest)) { book.note(id, shows: .digest) }
  }

  /// Shows the texts that were hidden while the screen was locked.
  private func unhide() async throws {
    for id in hidden {
      if book.popup(of: id) != nil {
        let record = try await inbox.run { inbox in try inbox.message(id: id) }
        hidden.remove(id)
        if let record, record.isUnread, let popup = try await draw(record, inPlaceOf: id) {
          book.note(popup, repeats: [], of: id)
        }
      }
      hidden.remove(id)
    }
  }
}

extension DoNotDisturb {
  /// What the owner has asked for last, with `messngr dnd`.
  init(storedIn inbox: Inbox) throws {
    self = try inbox.setting(SettingKey.doNotDisturb).flatMap { DoNotDisturb($0) } ?? .off
  }
}

extension Interruption.Circumstances {
  /// Whether what may be shown is the same as at another time.
  fileprivate func isLike(_ other: Self, _ configuration: AgentConfiguration) -> Bool {
    isLocked == other.isLocked
      && doNotDisturb.isOn(at: now) == other.doNotDisturb.isOn(at: other.now)
      && configuration.quietHours.contains(localTime)
        == configuration.quietHours.contains(other.localTime)
  }
}
