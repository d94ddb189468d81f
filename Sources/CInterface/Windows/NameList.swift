// SPDX-License-Identifier: Apache-2.0

import CMessngr
import Messages

/// Names in the form in which `NetMessageNameEnum` and `NetMessageNameGetInfo` return them.
///
/// One allocation has the structs first, then the strings to which they point.
struct NameList {
  private let level: UInt32
  private let form: TextForm

  /// Creates a form of list; `nil` for a level that there is not.
  init?(level: UInt32, form: TextForm) {
    guard level <= 1 else { return nil }
    self.level = level
    self.form = form
  }

  /// How many names fit into so many bytes.
  func count(of names: ArraySlice<String>, fitting byteCount: UInt32) -> Int {
    guard byteCount != .max else { return names.count }
    var rest = Int(byteCount)
    var count = 0
    for name in names {
      rest -= stride + form.bytes(name).count
      guard rest >= 0 else { break }
      count += 1
    }
    return count
  }

  /// Makes the list, which `NetApiBufferFree` frees.
  func make(of names: ArraySlice<String>) -> UnsafeMutablePointer<UInt8> {
    let strings = names.map { form.bytes($0) }
    let byteCount = strings.reduce(names.count * stride) { $0 + $1.count }
    let list = unsafe UnsafeMutableRawPointer.allocate(
      byteCount: max(byteCount, stride), alignment: MemoryLayout<MSG_INFO_1>.alignment)
    unsafe list.initializeMemory(as: UInt8.self, repeating: 0, count: max(byteCount, stride))
    var end = names.count * stride
    for (index, bytes) in strings.enumerated() {
      unsafe list.storeBytes(
        of: UInt(bitPattern: list + end), toByteOffset: index * stride, as: UInt.self)
      for byte in bytes {
        unsafe list.storeBytes(of: byte, toByteOffset: end, as: UInt8.self)
        end += 1
      }
    }
    return unsafe list.assumingMemoryBound(to: UInt8.self)
  }

  /// The size of a struct: a pointer, and from level 1 on whether and to whom messages are forwarded, which
  /// they never are.
  private var stride: Int {
    unsafe level == 0 ? MemoryLayout<MSG_INFO_0>.stride : MemoryLayout<MSG_INFO_1>.stride
  }
}
