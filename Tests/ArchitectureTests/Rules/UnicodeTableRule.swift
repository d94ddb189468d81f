// SPDX-License-Identifier: Apache-2.0

/// No file uses what needs the tables of ICU, which the release programs do not have (`CEmptyICU`).
///
/// Such a call works in the build for tests, and ends a release program: measured with `DateFormatter`.
enum UnicodeTableRule {
  /// Types and functions of Foundation that read the tables.
  ///
  /// GRDB formats a `Date` with `DateFormatter`.
  static let forbidden: Set<String> = [
    "Date", "DateFormatter", "DateComponents", "DateComponentsFormatter", "DateInterval",
    "DateIntervalFormatter", "ISO8601DateFormatter", "RelativeDateTimeFormatter", "NumberFormatter",
    "ByteCountFormatter", "MeasurementFormatter", "ListFormatter", "PersonNameComponentsFormatter",
    "Calendar", "Locale", "TimeZone", "NSCalendar", "NSLocale", "NSTimeZone", "formatted",
    "NSRegularExpression", "NSLinguisticTagger", "localizedCompare", "localizedStandardCompare",
    "localizedCaseInsensitiveCompare", "localizedLowercase", "localizedUppercase",
    "localizedStandardContains", "localizedStandardRange", "localizedCapitalized",
    "applyingTransform", "enumerateSubstrings", "folding",
  ]

  static func breaches(in files: [SourceFile]) -> [Breach] {
    files.filter { !$0.imports.isDisjoint(with: ["Foundation", "GRDB", "Yams"]) }.flatMap { file in
      file.words.intersection(forbidden).sorted().map {
        Breach(key: file.path, text: "\($0) needs tables that the release programs do not have")
      }
    }
  }
}
