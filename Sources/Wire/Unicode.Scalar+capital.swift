// SPDX-License-Identifier: Apache-2.0

extension Unicode.Scalar {
  /// The scalar in upper case; `nil` for one that is several there, as "ß" is.
  @inline(never)
  package var capital: Unicode.Scalar? {
    var scalars = properties.uppercaseMapping.unicodeScalars.makeIterator()
    let first = scalars.next()
    return scalars.next() == nil ? first : nil
  }
}
