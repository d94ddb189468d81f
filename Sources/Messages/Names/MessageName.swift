// SPDX-License-Identifier: Apache-2.0

import Wire

/// A name that messages can be sent to: a user, an alias, a group, a machine.
///
/// Names are the same when they differ only in case. On this machine a name may be long; the old
/// network paths carry 1…15 bytes: [MS-MSRP] 2.2.3.1.1.
public struct MessageName: Sendable {
  /// The longest name on this machine, in bytes of UTF-8: `LOGIN_NAME_MAX` of limits.h.
  public static let maximumByteCount = 256

  /// The longest name that the old network paths carry, in bytes.
  public static let maximumLegacyByteCount = 15

  /// The name as the user typed it, without the spaces around it: NetBIOS pads names with spaces.
  public let text: String

  /// Creates a name.
  ///
  /// - Throws: ``MessageNameError``.
  public init(_ text: String) throws(MessageNameError) {
    var name = text.unicodeScalars[...]
    while name.first == " " { name.removeFirst() }
    while name.last == " " { name.removeLast() }
    let text = String(name)
    guard !text.isEmpty else { throw .empty }
    guard text.utf8.count <= MessageName.maximumByteCount else {
      throw .tooLong(byteCount: text.utf8.count, limit: MessageName.maximumByteCount)
    }
    for scalar in text.unicodeScalars
    where scalar == "/" || scalar == "\\" || !MessageText.isFitForScreen(scalar) {
      throw .forbiddenCharacter(scalar)
    }
    guard ![".", "..", "@"].contains(text), text.utf8.first != UInt8(ascii: "*") else {
      throw .reserved(text)
    }
    self.text = text
  }

  /// The name for comparison: each character in upper case, where that is a single character.
  public var folded: String {
    var folded = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      folded.append(scalar.capital ?? scalar)
    }
    return String(folded)
  }
}

extension MessageName: Hashable {
  /// Whether two names differ at most in case.
  public static func == (left: MessageName, right: MessageName) -> Bool {
    left.folded == right.folded
  }

  /// Hashes ``folded``.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(folded)
  }
}

extension MessageName: CustomStringConvertible {
  /// The name as the user typed it.
  public var description: String { text }
}

extension MessageName {
  /// Whether a reader may take the name for another one, or not see all of it.
  ///
  /// A name is clear when each character beyond ASCII is a visible letter, mark or decimal digit, and no
  /// variant of another (full width, mathematical, superscript, presentation form). Letters of Latin,
  /// Greek, Cyrillic, Armenian and Cherokee look alike: a clear name uses only one of these alphabets, and
  /// a name without Latin letters has at least one letter that looks like no Latin one. Unicode Technical
  /// Standard 39 solves the same problem with tables.
  public var mayMislead: Bool {
    guard text.unicodeScalars.allSatisfy(MessageName.isPlain) else { return true }
    var alphabet: Alphabet?
    var looksLatin = true
    for scalar in folded.unicodeScalars {
      guard let next = Alphabet(scalar) else {
        // A letter or a mark of another script distinguishes the name from a Latin one.
        looksLatin = looksLatin && scalar.isASCII
        continue
      }
      if let alphabet, alphabet != next { return true }
      alphabet = next
      looksLatin = looksLatin && MessageName.lookalikes.unicodeScalars.contains(scalar)
    }
    return alphabet != nil && alphabet != .latin && looksLatin
  }

  /// The alphabets whose letters look like those of another.
  private enum Alphabet {
    case latin, greek, cyrillic, armenian, cherokee

    init?(_ scalar: Unicode.Scalar) {
      switch scalar.value {
      // The marks of these blocks that are not alphabetic.
      case 0x483...0x487, 0xA66F, 0xA67C, 0xA67D: return nil
      case 0x41...0x5A, 0x61...0x7A, 0xAA...0x24F, 0x250...0x2AF, 0x1E00...0x1EFF,
        0x2C60...0x2C7F, 0xA720...0xA7FF, 0xAB30...0xAB6F:
        self = .latin
      case 0x370...0x3FF, 0x1F00...0x1FFF: self = .greek
      case 0x400...0x52F, 0x1C80...0x1C8F, 0x2DE0...0x2DFF, 0xA640...0xA69F: self = .cyrillic
      case 0x531...0x58F: self = .armenian
      case 0x13A0...0x13FF, 0xAB70...0xABBF: self = .cherokee
      default: return nil
      }
    }
  }

  /// The capital letters of Greek and Cyrillic that look like a Latin one, large or small.
  private static let lookalikes = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹϺАВЕКМНОРСТУХЅІЈҮҺӀԀԌԚԜ"

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return true }
    // The capital letter of a dotless i or a long s is also that of an ASCII letter.
    guard !scalar.properties.isDefaultIgnorableCodePoint, scalar.capital?.isASCII != true else {
      return false
    }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .otherLetter, .modifierLetter,
      .nonspacingMark, .spacingMark, .decimalNumber:
      return !isVariant(scalar.value)
    default: return false
    }
  }

  /// The blocks of letters and digits that only repeat others in another form: Unicode Character
  /// Database, Blocks.txt.
  private static func isVariant(_ value: UInt32) -> Bool {
    switch value {
    case 0xAA, 0xB5, 0xBA,  // Latin-1
      0x2B0...0x2FF, 0x1D2C...0x1D6A, 0x1D78...0x1D78, 0x1D9B...0x1DBF,  // Modifier letters
      0x2070...0x209F, 0x2100...0x218F,  // Superscripts and subscripts, letterlike, number forms
      0x3130...0x318F,  // Hangul compatibility jamo
      0xF900...0xFDFF, 0xFE70...0xFEFF, 0xFF00...0xFFEF,  // Presentation and width forms
      0x1D400...0x1D7FF, 0x1EE00...0x1EEFF, 0x1FBF0...0x1FBF9,  // Mathematical, segmented
      0x2F800...0x2FA1F:  // Compatibility ideographs
      true
    default: false
    }
  }
}
