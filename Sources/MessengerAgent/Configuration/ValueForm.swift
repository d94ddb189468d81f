// SPDX-License-Identifier: Apache-2.0

/// How the value of a setting is written.
struct ValueForm<Value>: Sendable {
  /// What is allowed, for a person who wrote something else.
  let allowed: String

  /// Reads a value; `nil` when it is not allowed.
  let read: @Sendable (String) -> Value?
}

extension ValueForm where Value: CaseIterable & RawRepresentable<String> & Sendable {
  /// One of the words of an enumeration.
  static var word: ValueForm {
    let words = Value.allCases.map(\.rawValue).joined(separator: ", ")
    return ValueForm(allowed: "one of \(words)") { Value(rawValue: $0) }
  }
}

extension ValueForm<Bool> {
  /// `yes` or `no`, or as YAML has it, `true` or `false`.
  static var yesOrNo: ValueForm {
    ValueForm(allowed: "yes or no") {
      ["yes": true, "true": true, "no": false, "false": false][$0]
    }
  }
}

extension ValueForm<Int> {
  /// A whole number.
  static func number(_ range: ClosedRange<Int>) -> ValueForm {
    ValueForm(allowed: "a number from \(range.lowerBound) to \(range.upperBound)") { text in
      Quantity(text, units: ["": 1], in: range)?.value
    }
  }

  /// A number of bytes: `4096`, `64 KiB`.
  static func byteCount(_ range: ClosedRange<Int>) -> ValueForm {
    let units = ["": 1, "B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30]
    let bounds = "\(range.lowerBound) to \(range.upperBound) bytes"
    return ValueForm(allowed: "\(bounds), in B, KiB, MiB or GiB") { text in
      Quantity(text, units: units, in: range)?.value
    }
  }

  /// The number of a code page.
  static var codePage: ValueForm {
    let numbers = OEMText.codePages.map(String.init).joined(separator: ", ")
    return ValueForm(allowed: "one of \(numbers)") { text in
      Quantity(text, units: ["": 1], in: 1...65_535).flatMap {
        OEMText(codePage: $0.value)?.codePage
      }
    }
  }
}

extension ValueForm<Duration> {
  /// A time, `10 s`, `5 min`, `2 h` or `365 days`, from a range in seconds.
  static func duration(_ range: ClosedRange<Int>) -> ValueForm {
    ValueForm(allowed: Quantity.duration(range)) { text in
      Quantity(seconds: text, in: range).map { .seconds($0.value) }
    }
  }
}

extension ValueForm<RateLimit> {
  /// So many within a time: `5 per 10 s`.
  static var rateLimit: ValueForm {
    ValueForm(allowed: "a number up to 1000 per 1 s to 1 day, like 5 per 10 s") { text in
      let parts = text.split(separator: " per ", maxSplits: 1).map(String.init)
      guard parts.count == 2,
        let count = Quantity(parts[0], units: ["": 1], in: 0...1000),
        let window = Quantity(seconds: parts[1], in: 1...86_400)
      else { return nil }
      return RateLimit(count: count.value, per: .seconds(window.value))
    }
  }
}

extension ValueForm<AgentConfiguration.PopupExpiry> {
  /// `server`, `never`, or a time.
  static var popupExpiry: ValueForm {
    let range = 1...86_400
    return ValueForm(allowed: "server, never, or \(Quantity.duration(range))") { text in
      switch text {
      case "server": .server
      case "never": .never
      default: Quantity(seconds: text, in: range).map { .seconds($0.value) }
      }
    }
  }
}

extension ValueForm<String> {
  /// The name of an icon, or its absolute path.
  static var icon: ValueForm {
    ValueForm(allowed: "the name of an icon, or an absolute path") { text in
      let isFit = !text.isEmpty && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
      return isFit && (text.hasPrefix("/") || !text.contains("/")) ? text : nil
    }
  }
}

extension ValueForm<SenderPattern> {
  /// A sender.
  static var sender: ValueForm {
    ValueForm(allowed: "login names, uids, addresses and networks like 192.0.2.0/24") { text in
      SenderPattern(text)
    }
  }
}

extension ValueForm<QuietWindow> {
  /// Quiet hours.
  static var quietWindow: ValueForm {
    ValueForm(allowed: "hours like 22:00-07:00, mon-fri 22:00-07:00 or sat,sun 00:00-24:00") {
      QuietWindow($0)
    }
  }
}
