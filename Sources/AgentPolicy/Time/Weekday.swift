// SPDX-License-Identifier: Apache-2.0

/// A day of the week, Monday first: ISO 8601.
package enum Weekday: Int, CaseIterable, Sendable {
  case monday, tuesday, wednesday, thursday, friday, saturday, sunday

  /// Reads a day's first three letters, in any case: `mon`.
  init?(_ text: some StringProtocol) {
    let text = text.lowercased()
    guard let day = Weekday.allCases.first(where: { $0.description == text }) else { return nil }
    self = day
  }

  /// The days from this one to `last`, both included; `fri` to `mon` are four.
  func through(_ last: Weekday) -> [Weekday] {
    (0...(last.rawValue - rawValue + 7) % 7).compactMap { Weekday(rawValue: (rawValue + $0) % 7) }
  }
}

extension Weekday: CustomStringConvertible {
  /// The first three letters of the day's English name.
  package var description: String {
    switch self {
    case .monday: "mon"
    case .tuesday: "tue"
    case .wednesday: "wed"
    case .thursday: "thu"
    case .friday: "fri"
    case .saturday: "sat"
    case .sunday: "sun"
    }
  }
}
