// SPDX-License-Identifier: Apache-2.0

/// Changes to a text on its way from its sender to its reader.
public enum MessageText {
  /// The text with every line end as one LF: CRLF, LFCR, CR, LF and the Messenger's 0x14 (DC4).
  ///
  /// Source: [MS-MSRP] 2.2.3.1.1 and its notes; both orders of CR and LF are one line end.
  public static func normalised(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == 0x0D || $0 == 0x14 }) else { return text }
    var lines = String.UnicodeScalarView()
    var pending: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      switch (scalar, pending) {
      case ("\r", "\n"), ("\n", "\r"): pending = nil
      case ("\r", _), ("\n", _):
        lines.append("\n")
        pending = scalar
      case ("\u{14}", _):
        lines.append("\n")
        pending = nil
      default:
        lines.append(scalar)
        pending = nil
      }
    }
    return String(lines)
  }

  /// The text with every line end as DC4, as SMB messages carry it: [MS-MSRP] 2.2.3.1.1.
  static func withDC4(_ text: String) -> String {
    var lines = String.UnicodeScalarView()
    for scalar in normalised(text).unicodeScalars {
      lines.append(scalar == "\n" ? "\u{14}" : scalar)
    }
    return String(lines)
  }
}

extension String {
  /// The text of bytes that are UTF-8; `nil` where they are not.
  init?(utf8 bytes: ArraySlice<UInt8>) {
    // Most names and keys are ASCII, which needs no validation.
    if bytes.allSatisfy({ $0 < 0x80 }) {
      self.init(decoding: bytes, as: UTF8.self)
    } else {
      self.init(validating: bytes, as: UTF8.self)
    }
  }
}
