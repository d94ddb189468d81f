// SPDX-License-Identifier: Apache-2.0

/// Texts from bytes, where each is one call.
///
/// A file that imports this module gets these initializers in place of that of the standard library. The compiler
/// writes that one out for each call: 2 KB of libmessngr.
extension String {
  /// The text of bytes in UTF-8, with those that are wrong replaced.
  @inline(never)
  package init(decoding bytes: ArraySlice<UInt8>, as encoding: UTF8.Type) {
    self = String.text(of: bytes)
  }

  /// The text of bytes in UTF-8, with those that are wrong replaced.
  package init(decoding bytes: [UInt8], as encoding: UTF8.Type) {
    self.init(decoding: bytes[...], as: encoding)
  }

  /// Generic, so that it calls the initializer of the standard library.
  private static func text(of bytes: some Collection<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }
}
