// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Wire

/// What the lock file of a mailslot says to all processes that read from it: the settings, and the path.
///
/// The read timeout comes first, in nanoseconds: 8 bytes, the low one first. A negative number means for ever.
/// ``SlotResources`` knows only this number. The maximum message size follows in the same form, and the path.
struct LockFileContent {
  private static let pathOffset = 16

  /// More than the longest path: PATH_MAX in limits.h.
  private static let limit = 4096 + pathOffset

  var readTimeout: Duration?
  var maximumMessageSize: Int
  var path: FilePath

  init(readTimeout: Duration?, maximumMessageSize: Int, path: FilePath) {
    self.readTimeout = readTimeout
    self.maximumMessageSize = maximumMessageSize
    self.path = path
  }

  /// Reads the content; `nil` for a file without it.
  init?(of lock: FileDescriptor) {
    guard let bytes = try? lock.read(upTo: LockFileContent.limit, at: 0),
      bytes.count > LockFileContent.pathOffset
    else { return nil }
    readTimeout = LockFileContent.duration(bytes[0..<8])
    maximumMessageSize = Int(LockFileContent.number(bytes[8..<16]))
    let text = bytes[LockFileContent.pathOffset...].prefix { $0 != 0 }
    path = FilePath(String(decoding: text, as: UTF8.self))
    guard path.isAbsolute else { return nil }
  }

  /// The read timeout alone; `nil` when no process has set it.
  static func readTimeout(in lock: FileDescriptor) -> Duration?? {
    guard let bytes = try? lock.read(upTo: 8, at: 0), bytes.count == 8 else { return nil }
    return .some(duration(bytes[0..<8]))
  }

  /// Writes the content.
  func write(to lock: FileDescriptor) throws(Errno) {
    let bytes =
      LockFileContent.bytes(readTimeout) + LockFileContent.bytes(Int64(maximumMessageSize))
      + Array(path.string.utf8) + [0]
    guard try lock.write(bytes, at: 0) == bytes.count else { throw .noSpace }
  }

  /// Writes a new read timeout.
  static func setReadTimeout(_ timeout: Duration?, in lock: FileDescriptor) throws(Errno) {
    try lock.write(bytes(timeout), at: 0)
  }

  private static func duration(_ bytes: ArraySlice<UInt8>) -> Duration? {
    let nanoseconds = number(bytes)
    return nanoseconds < 0 ? nil : .nanoseconds(nanoseconds)
  }

  private static func bytes(_ timeout: Duration?) -> [UInt8] { bytes(timeout?.nanoseconds ?? -1) }

  private static func bytes(_ number: Int64) -> [UInt8] {
    let pattern = UInt64(bitPattern: number)
    var bytes: [UInt8] = []
    for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: pattern >> (UInt64(shift) * 8))) }
    return bytes
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> Int64 {
    var pattern: UInt64 = 0
    for byte in bytes.reversed() { pattern = pattern << 8 | UInt64(byte) }
    return Int64(bitPattern: pattern)
  }
}
