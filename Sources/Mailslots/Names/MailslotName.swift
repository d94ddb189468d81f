// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Wire

/// The name of a mailslot: `\\.\mailslot\reports\daily`.
///
/// Names are compared without case, one UTF-16 unit at a time, as on Windows: without Unicode normalization
/// and without the rules of a language. The parts between the separators are no directories: `a` and
/// `a\b` are two independent mailslots. [MS-MAIL] §2.2.1.
public struct MailslotName: Sendable {
  /// The computer that a name belongs to.
  ///
  /// Names of computers are compared without case.
  public enum Host: Equatable, Sendable {
    /// This computer: `\\.\mailslot\…`, or no prefix at all.
    case local

    /// Every computer of the workgroup: `\\*\mailslot\…`.
    case everyComputer

    /// A computer or a workgroup: `\\HOST\mailslot\…`.
    case named(String)

    /// Whether both are the same computers.
    public static func == (left: Host, right: Host) -> Bool {
      switch (left, right) {
      case (.local, .local), (.everyComputer, .everyComputer): true
      case (.named(let left), .named(let right)):
        MailslotName.fold(left).utf8.elementsEqual(MailslotName.fold(right).utf8)
      default: false
      }
    }
  }

  /// The longest name accepted, in UTF-16 units after the prefix: 255.
  public static let maximumLength = 255

  /// The mailslot for messages to a user; [MS-MSRP] §2.1.2.
  public static let messenger = MailslotName(host: .local, path: "messngr")

  /// The computer that the name belongs to.
  public let host: Host

  /// The name behind the prefix, in its canonical spelling, with `\` between its parts.
  ///
  /// ASCII letters are in lower case, all others in upper case.
  public let path: String

  private init(host: Host, path: String) {
    self.host = host
    self.path = path
  }

  /// Whether the mailslot is one of this computer: the prefix is `\\.`, or has the computer's own name.
  ///
  /// The own name is the host name, in full or up to its first dot.
  public var isOnThisComputer: Bool {
    switch host {
    case .local: return true
    case .everyComputer: return false
    case .named:
      let own = HostName.current
      return host == .named(own) || host == .named(own.before("."))
    }
  }

  /// Reads a name as a user types it: in full, or without the prefix.
  ///
  /// `/` counts as `\`, and blanks and dots at the end are dropped, but not behind `\\?\`.
  ///
  /// - Throws: ``MailslotError/invalidName(_:)`` for a part that is empty, `.` or `..`, a NUL, or a wrong
  ///   prefix; ``MailslotError/nameTooLong(_:)`` over ``maximumLength``.
  public init(_ text: String) throws(MailslotError) {
    let isVerbatim = text.utf8.starts(with: #"\\?\"#.utf8)
    let spelled = text.unicodeScalars.map { $0 == "/" && !isVerbatim ? "\\" : $0 }
    guard spelled.starts(with: #"\\"#.unicodeScalars) else {
      try self.init(host: .local, tail: spelled[...], isVerbatim: false, from: text)
      return
    }
    let parts = spelled.dropFirst(2).split(
      separator: "\\", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, !parts[0].isEmpty, MailslotName.fold(parts[1]) == "mailslot" else {
      throw .invalidName(text)
    }
    let host: Host =
      switch MailslotName.string(parts[0]) {
      case ".", "?": .local
      case "*": .everyComputer
      case let name: .named(name)
      }
    try self.init(host: host, tail: parts[2], isVerbatim: isVerbatim, from: text)
  }

  /// Reads a name in full, the only form that `CreateMailslot` accepts.
  ///
  /// - Throws: As ``init(_:)``, and ``MailslotError/invalidName(_:)`` without the prefix.
  public init(fullName text: String) throws(MailslotError) {
    guard text.begins(with: #"\\"#) || text.begins(with: "//") else { throw .invalidName(text) }
    try self.init(text)
  }

  private init(
    host: Host, tail: ArraySlice<Unicode.Scalar>, isVerbatim: Bool, from text: String
  ) throws(MailslotError) {
    let last = tail.lastIndex { $0 != "." && $0 != " " }
    let kept = isVerbatim ? tail : last.map { tail[...$0] } ?? []
    guard MailslotName.unitCount(kept) <= MailslotName.maximumLength else {
      throw .nameTooLong(text)
    }
    let parts = kept.split(separator: "\\", omittingEmptySubsequences: false)
    guard !kept.contains("\0"),
      parts.allSatisfy({ !$0.isEmpty && Array($0) != ["."] && Array($0) != [".", "."] })
    else { throw .invalidName(text) }
    self.init(host: host, path: MailslotName.fold(kept))
  }

  /// The canonical spelling: the same for all names of one mailslot.
  ///
  /// No other letter becomes an ASCII letter: the dotless `ı`, whose upper case is `I`, stays.
  /// How many units of UTF-16 a text has.
  static func unitCount(_ scalars: ArraySlice<Unicode.Scalar>) -> Int {
    scalars.reduce(0) { $0 + ($1.value > 0xFFFF ? 2 : 1) }
  }

  private static func fold(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    string(
      scalars.map { scalar in
        if scalar.isASCII {
          let isUpper = ("A"..."Z").contains(scalar)
          return isUpper ? Unicode.Scalar(UInt8(scalar.value) + 0x20) : scalar
        }
        // Windows maps one unit to one unit: "ß", which has two in upper case, stays.
        guard scalar.value <= 0xFFFF, let letter = scalar.capital, !letter.isASCII else {
          return scalar
        }
        return letter
      })
  }

  private static func fold(_ text: String) -> String { fold(Array(text.unicodeScalars)[...]) }

  private static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    for scalar in scalars { view.append(scalar) }
    return String(view)
  }
}

extension MailslotName: Hashable {
  // Swift compares strings by characters; names are compared by their UTF-16 units.

  /// Whether two names mean the same mailslot.
  public static func == (left: MailslotName, right: MailslotName) -> Bool {
    left.host == right.host && left.path.utf8.elementsEqual(right.path.utf8)
  }

  /// Hashes the name.
  public func hash(into hasher: inout Hasher) {
    for byte in path.utf8 { hasher.combine(byte) }
  }
}

extension MailslotName: CustomStringConvertible {
  /// The full name: `\\.\mailslot\messngr`.
  public var description: String {
    switch host {
    case .local: #"\\.\mailslot\\#(path)"#
    case .everyComputer: #"\\*\mailslot\\#(path)"#
    case .named(let host): #"\\\#(host)\mailslot\\#(path)"#
    }
  }
}
