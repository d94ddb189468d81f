// SPDX-License-Identifier: Apache-2.0

/// The form of the value of a setting.
public struct ValueForm<Value>: Sendable {
  /// The allowed values in words, for a user who wrote another one.
  public let allowed: String

  /// Reads a value; `nil` when it is not allowed.
  public let read: @Sendable (String) -> Value?

  /// Creates a form.
  public init(allowed: String, read: @escaping @Sendable (String) -> Value?) {
    self.allowed = allowed
    self.read = read
  }
}

extension ValueForm where Value: CaseIterable & RawRepresentable<String> & Sendable {
  /// One of the words of an enumeration.
  public static var word: ValueForm {
    let words = Value.allCases.map(\.rawValue).joined(separator: ", ")
    return ValueForm(allowed: "one of \(words)") { Value(rawValue: $0) }
  }
}

extension ValueForm<Bool> {
  /// `yes` or `no`, or `true` or `false` as in YAML.
  public static var yesOrNo: ValueForm {
    ValueForm(allowed: "yes or no") {
      ["yes": true, "true": true, "no": false, "false": false][$0]
    }
  }
}

extension ValueForm<Int> {
  /// A whole number.
  public static func number(_ range: ClosedRange<Int>) -> ValueForm {
    ValueForm(allowed: "a number from \(range.lowerBound) to \(range.upperBound)") { text in
      Quantity(text, units: ["": 1], in: range)?.value
    }
  }

  /// A number of bytes: `4096`, `64 KiB`.
  public static func byteCount(_ range: ClosedRange<Int>) -> ValueForm {
    let units = ["": 1, "B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30]
    let bounds = "\(range.lowerBound) to \(range.upperBound) bytes"
    return ValueForm(allowed: "\(bounds), in B, KiB, MiB or GiB") { text in
      Quantity(text, units: units, in: range)?.value
    }
  }

  /// A time in whole seconds: `60s`, `5m`, or a number of seconds.
  public static func seconds(_ range: ClosedRange<Int>) -> ValueForm {
    ValueForm(allowed: Quantity.duration(range)) { text in
      (Quantity(text, units: ["": 1], in: range) ?? Quantity(seconds: text, in: range))?.value
    }
  }

  /// The number of a code page.
  public static var codePage: ValueForm {
    let numbers = OEMText.codePages.map(String.init).joined(separator: ", ")
    return ValueForm(allowed: "one of \(numbers)") { text in
      Quantity(text, units: ["": 1], in: 1...65_535).flatMap {
        OEMText(codePage: $0.value)?.codePage
      }
    }
  }
}

extension ValueForm<Duration> {
  /// A time, `90s`, `5m`, `2h` or `30d`, from a range in seconds.
  public static func duration(_ range: ClosedRange<Int>) -> ValueForm {
    ValueForm(allowed: Quantity.duration(range)) { text in
      Quantity(seconds: text, in: range).map { .seconds($0.value) }
    }
  }
}

extension ValueForm<String> {
  /// The name of an icon, or an absolute path.
  public static var icon: ValueForm {
    ValueForm(allowed: "the name of an icon, or an absolute path") { text in
      let isFit = !text.isEmpty && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
      return isFit && (text.hasPrefix("/") || !text.contains("/")) ? text : nil
    }
  }
}
