// SPDX-License-Identifier: Apache-2.0

/// Texts with values in them, `"\(field) at byte \(offset)"`, where each part is one call.
///
/// A file that imports this module gets these functions in place of those of the standard library. The compiler
/// writes those out for each part, which takes eight times the room: 50 KB of libmessngr.
extension DefaultStringInterpolation {
  /// Appends the text between two values.
  @inline(never)
  package mutating func appendLiteral(_ literal: String) { literal.write(to: &self) }

  /// Appends a text.
  @inline(never) @usableFromInline
  package mutating func appendInterpolation(_ text: String) { text.write(to: &self) }

  /// Appends a number.
  @inline(never)
  package mutating func appendInterpolation(_ number: Int) { number.description.write(to: &self) }

  /// Appends the description of a value.
  @inlinable
  package mutating func appendInterpolation<Value: CustomStringConvertible>(_ value: Value) {
    appendInterpolation(value.description)
  }
}
