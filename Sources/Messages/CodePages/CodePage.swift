// SPDX-License-Identifier: Apache-2.0

import Wire

/// A single-byte code page: the encoding of old senders' text, which no field on the wire names.
///
/// All pages have ASCII at the bytes 0x00…0x7F, control codes included. Double-byte pages are not
/// here: the functions that read or cut text take a closure, which can use such a page.
public enum CodePage: Int, CaseIterable, Sendable {
  /// United States: the first PC's.
  case cp437 = 437
  /// Greek.
  case cp737 = 737
  /// Baltic.
  case cp775 = 775
  /// Western European.
  case cp850 = 850
  /// Central European.
  case cp852 = 852
  /// Cyrillic, of IBM.
  case cp855 = 855
  /// Turkish.
  case cp857 = 857
  /// Western European with a euro sign.
  case cp858 = 858
  /// Portuguese.
  case cp860 = 860
  /// Icelandic.
  case cp861 = 861
  /// Hebrew.
  case cp862 = 862
  /// Canadian French.
  case cp863 = 863
  /// Nordic.
  case cp865 = 865
  /// Cyrillic, of MS-DOS.
  case cp866 = 866
  /// Central European, of Windows.
  case cp1250 = 1250
  /// Cyrillic, of Windows.
  case cp1251 = 1251
  /// Western European, of Windows.
  case cp1252 = 1252
  /// Greek, of Windows.
  case cp1253 = 1253
  /// Turkish, of Windows.
  case cp1254 = 1254
  /// Baltic, of Windows.
  case cp1257 = 1257

  /// Finds a page by its number or one of its usual names: `850`, `CP850`, `IBM850`, `windows-1252`.
  ///
  /// Case does not matter. `nil` for a text that names no page, and for a page that is not here.
  public init?(name: some StringProtocol) {
    let name = String(name).lowercased()
    let prefix = ["windows-", "ibm", "cp", "oem"].first { name.begins(with: $0) } ?? ""
    let digits = name.dropping(prefix.utf8.count)
    guard digits.utf8.first != UInt8(ascii: "+"), let number = Digits.decimal(digits, limit: 9999)
    else { return nil }
    self.init(rawValue: Int(number))
  }
}

extension CodePage {
  /// The text that `bytes` are in this page: one scalar a byte.
  ///
  /// A byte that the page does not define becomes U+FFFD; the caller keeps the bytes to lose nothing.
  public func decode(_ bytes: some Sequence<UInt8>) -> String {
    let upperHalf = Array(upperHalf.unicodeScalars)
    var text = String.UnicodeScalarView()
    for byte in bytes {
      text.append(byte < 0x80 ? Unicode.Scalar(byte) : upperHalf[Int(byte & 0x7F)])
    }
    return String(text)
  }

  /// The bytes of `text` in this page, and the number of Characters that the page lacks.
  ///
  /// A Character that the page lacks becomes its first scalar, if the page has that, else `?`. The page
  /// has an accented letter in both spellings: as one scalar, or as a letter and a combining accent.
  public func encode(_ text: String) -> (bytes: [UInt8], replacementCount: Int) {
    var encoder = CodePageEncoder(self)
    let bytes = encoder.encode(text)
    return (bytes, encoder.replacementCount)
  }
}

extension CodePage: CustomStringConvertible {
  /// The page's name, as iconv has it: `CP850`.
  public var description: String { "CP\(rawValue)" }
}
