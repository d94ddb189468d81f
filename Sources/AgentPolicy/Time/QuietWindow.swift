// SPDX-License-Identifier: Apache-2.0

/// Hours of some days of the week: `mon-fri 22:00-07:00`.
///
/// | part | form |
/// |---|---|
/// | days | `mon`, `mon-fri`, `fri-mon`, `sat,sun`, or nothing for every day |
/// | hours | `FROM-TO` from `00:00` to `24:00` |
///
/// Hours that end before they begin end on the next day: Friday's `22:00-07:00` ends on Saturday.
package struct QuietWindow: Hashable, Sendable {
  /// The days on which the window begins.
  let days: Set<Weekday>

  /// The minute of the day at which it begins: 0…1439.
  let start: Int

  /// The minute of the day before which it ends: 0…1440, never the same as `start`.
  let end: Int

  /// Reads a window; `nil` for any other text.
  package init?(_ text: some StringProtocol) {
    let words = text.split { $0 == " " || $0 == "\t" }
    guard let hours = words.last, words.count <= 2,
      let days = words.count == 2 ? QuietWindow.days(words[0]) : Set(Weekday.allCases)
    else { return nil }
    let times = hours.split(separator: "-", omittingEmptySubsequences: false)
    guard times.count == 2, let start = QuietWindow.minute(times[0]),
      let end = QuietWindow.minute(times[1]), start != end, start < LocalTime.minutesPerDay
    else { return nil }
    self.days = days
    self.start = start
    self.end = end
  }

  /// How many minutes the window is long: 1…1440.
  var length: Int { end > start ? end - start : end - start + LocalTime.minutesPerDay }

  private static func days(_ text: some StringProtocol) -> Set<Weekday>? {
    var days: Set<Weekday> = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let names = part.split(separator: "-", omittingEmptySubsequences: false)
      guard names.count <= 2, let first = names.first.flatMap({ Weekday($0) }),
        let last = names.last.flatMap({ Weekday($0) })
      else { return nil }
      days.formUnion(first.through(last))
    }
    return days
  }

  /// Reads `H:MM` or `HH:MM`, up to 24:00.
  private static func minute(_ text: some StringProtocol) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, (1...2).contains(parts[0].utf8.count), parts[1].utf8.count == 2,
      parts.joined().utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let hour = Int(parts[0]), let minute = Int(parts[1]), minute < 60,
      hour * 60 + minute <= LocalTime.minutesPerDay
    else { return nil }
    return hour * 60 + minute
  }
}

extension QuietWindow: CustomStringConvertible {
  /// The window's text, its days one by one.
  package var description: String {
    let names = Weekday.allCases.filter(days.contains).map(\.description).joined(separator: ",")
    let hours = "\(QuietWindow.clock(start))-\(QuietWindow.clock(end))"
    return days.count == Weekday.allCases.count ? hours : "\(names) \(hours)"
  }

  private static func clock(_ minute: Int) -> String {
    func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(twoDigits(minute / 60)):\(twoDigits(minute % 60))"
  }
}
