// SPDX-License-Identifier: Apache-2.0

/// Prepares any text for a notification server.
enum NotificationText {
  /// One line of plain text of at most `limit` characters.
  ///
  /// A summary never carries markup (Desktop Notifications Specification 1.2), so nothing is escaped.
  static func summary(_ text: String, limit: Int) -> String {
    let line = text.map { $0.isNewline ? " " : $0 }
    return cut(displayable(String(line)), to: limit)
  }

  /// Plain text of at most `limit` characters, escaped if the server reads markup.
  static func body(_ text: String, limit: Int, escaping: Bool) -> String {
    let shown = cut(displayable(text), to: limit)
    return escaping ? escaped(shown) : shown
  }

  /// One line of plain text of at most `limit` characters for a button or an empty field.
  ///
  /// Labels are plain text in the specification, and no server says that it reads markup in them. Plasma
  /// does, and would fetch `<img src="http://…">`; for GTK and Qt, `&` is the sign of a shortcut. So
  /// similar characters without a meaning stand in their place.
  static func label(_ text: String, limit: Int) -> String {
    var result = ""
    for scalar in summary(text, limit: limit).unicodeScalars {
      switch scalar {
      case "<": result += "‹"
      case ">": result += "›"
      case "&": result += "＆"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The text without characters that cannot be displayed or that change the direction of others.
  ///
  /// It removes NUL, which would end a C string, the other C0 and C1 controls but newline and tab, and the
  /// bidirectional embeddings, overrides and isolates.
  static func displayable(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.filter(isDisplayable)))
  }

  private static func isDisplayable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A: true
    case 0x00...0x1F, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069: false
    default: true
    }
  }

  /// At most `limit` characters and four times as many UTF-8 bytes, the last one `…` if text was cut.
  ///
  /// The second bound is for characters that consist of kilobytes of combining marks.
  static func cut(_ text: String, to limit: Int) -> String {
    guard text.utf8.count > limit else { return text }
    var count = 0
    var byteCount = 0
    var end = text.startIndex
    for index in text.indices {
      count += 1
      byteCount += text[index].utf8.count
      if count > limit || byteCount > 4 * limit { return text[..<end] + "…" }
      if count < limit { end = text.index(after: index) }
    }
    return text
  }

  /// The text with `&`, `<` and `>` written as entities.
  ///
  /// Quotes stay: they have a meaning only inside a tag, and no tag is left.
  static func escaped(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count + 16)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
