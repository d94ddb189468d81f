// SPDX-License-Identifier: Apache-2.0

import CNotify

/// Owns one reference to a GVariant: an immutable D-Bus value.
@safe final class Variant: Sendable {
  private nonisolated(unsafe) let value: OpaquePointer  // GVariant is immutable.

  /// Takes over the caller's reference.
  init(adopting value: OpaquePointer) {
    unsafe self.value = unsafe value
  }

  /// Takes its own reference, or the floating reference of a new value.
  init(_ value: OpaquePointer) {
    unsafe self.value = unsafe g_variant_ref_sink(value)
  }

  /// A tuple of strings: the arguments of a method.
  convenience init(strings: [String]) {
    var children: [OpaquePointer?] = unsafe strings.map { unsafe g_variant_new_string($0) }
    unsafe self.init(g_variant_new_tuple(&children, gsize(children.count)))
  }

  /// A tuple of one number: the arguments of a method.
  convenience init(number: UInt32) {
    var children: [OpaquePointer?] = unsafe [g_variant_new_uint32(number)]
    unsafe self.init(g_variant_new_tuple(&children, 1))
  }

  /// A tuple of a string and a number: the arguments of a method.
  convenience init(string: String, number: UInt32) {
    var children: [OpaquePointer?] = unsafe [
      g_variant_new_string(string), g_variant_new_uint32(number),
    ]
    unsafe self.init(g_variant_new_tuple(&children, 2))
  }

  deinit { unsafe g_variant_unref(value) }

  /// The value for a call that takes a reference of its own.
  @unsafe var pointer: OpaquePointer { unsafe value }

  /// The D-Bus signature, such as `(us)`.
  var signature: String { unsafe String(cString: g_variant_get_type_string(value)) }

  /// The members of a tuple or an array.
  var children: [Variant] { children(limit: .max) }

  /// The first members of a tuple or an array, at most `limit`.
  func children(limit: Int) -> [Variant] {
    guard unsafe g_variant_is_container(value) != 0 else { return [] }
    return unsafe (0..<min(g_variant_n_children(value), gsize(limit))).compactMap { index in
      unsafe g_variant_get_child_value(value, index).map { unsafe Variant(adopting: $0) }
    }
  }

  /// The number of members of a tuple or an array; 0 for any other value.
  var childCount: Int {
    unsafe g_variant_is_container(value) == 0 ? 0 : Int(g_variant_n_children(value))
  }

  /// The text, if it is a string.
  var string: String? {
    guard signature == "s" else { return nil }
    return unsafe String(cString: g_variant_get_string(value, nil))
  }

  /// The path, if it is one of an object.
  var objectPath: String? {
    guard signature == "o" else { return nil }
    return unsafe String(cString: g_variant_get_string(value, nil))
  }

  /// Whether it is true, if it is true or false.
  var bool: Bool? {
    guard signature == "b" else { return nil }
    return unsafe g_variant_get_boolean(value) != 0
  }

  /// The values of a dictionary `a{sv}` by their keys.
  var dictionary: [String: Variant] {
    guard signature == "a{sv}" else { return [:] }
    return children.reduce(into: [:]) { values, entry in
      let pair = entry.children
      guard pair.count == 2, let key = pair[0].string else { return }
      values[key] = pair[1].children.first
    }
  }

  /// The number, if it is an unsigned 32-bit one.
  var number: UInt32? {
    guard signature == "u" else { return nil }
    return unsafe g_variant_get_uint32(value)
  }
}
