// SPDX-License-Identifier: Apache-2.0

/// Stands in libmessngr in the place of a function of the standard library, which compares strings that differ in
/// their bytes, and for which the linker then leaves out 20 KB. Strings that are not equal have the order of their
/// bytes. A compiler that has another name for the function makes the library larger, and nothing else.
@_silgen_name("$es22_stringCompareInternal__9expectingSbs11_StringGutsV_ADs01_E16ComparisonResultOtF")
public func compare(_ left: String, _ right: String, _ mustBeLess: Bool) -> Bool {
  var (left, right) = (left, right)
  return left.withUTF8 { left in
    right.withUTF8 { right in
      let isSame = same(left.baseAddress, left.count, right.baseAddress, right.count)
      guard mustBeLess, !isSame else { return isSame && !mustBeLess }
      let order = memcmp(left.baseAddress, right.baseAddress, min(left.count, right.count))
      return order < 0 || order == 0 && left.count < right.count
    }
  }
}

@_silgen_name("unicode_same")
private func same(
  _ left: UnsafePointer<UInt8>?, _ leftCount: Int, _ right: UnsafePointer<UInt8>?, _ rightCount: Int
) -> Bool

@_silgen_name("memcmp")
private func memcmp(
  _ left: UnsafePointer<UInt8>?, _ right: UnsafePointer<UInt8>?, _ count: Int
) -> Int32
