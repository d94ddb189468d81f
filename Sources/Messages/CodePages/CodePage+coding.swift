// SPDX-License-Identifier: Apache-2.0

extension CodePage {
  /// The text that `bytes` are in this page: one scalar a byte.
  ///
  /// A byte that the page does not define becomes U+FFFD; keep the bytes to keep what it was.
  public func decode(_ bytes: some Sequence<UInt8>) -> String {
    let upperHalf = Array(upperHalf.unicodeScalars)
    var text = String.UnicodeScalarView()
    for byte in bytes {
      text.append(byte < 0x80 ? Unicode.Scalar(byte) : upperHalf[Int(byte & 0x7F)])
    }
    return String(text)
  }

  /// The bytes of `text` in this page, and how many of its Characters had to change for that.
  ///
  /// A Character that the page lacks becomes its first scalar, if the page has that, else `?`. A
  /// letter counts as the page's own whether its accent is part of it or a scalar behind it.
  public func encode(_ text: String) -> (bytes: [UInt8], replacementCount: Int) {
    var encoder = CodePageEncoder(self)
    let bytes = encoder.encode(text)
    return (bytes, encoder.replacementCount)
  }

  /// The bytes of `text` in this page; `nil` when it lacks one of the Characters.
  public func encodeExactly(_ text: String) -> [UInt8]? {
    let (bytes, replacementCount) = encode(text)
    return replacementCount == 0 ? bytes : nil
  }
}
