// SPDX-License-Identifier: Apache-2.0

/// The read timeout of a mailslot as Windows counts it: milliseconds, and the largest number for ever.
enum ReadTimeout {
  static func duration(_ milliseconds: UInt32) -> Duration? {
    milliseconds == .max ? nil : .milliseconds(Int64(milliseconds))
  }

  static func milliseconds(_ duration: Duration?) -> UInt32 {
    guard let (seconds, attoseconds) = duration?.components else { return .max }
    return UInt32(clamping: seconds * 1000 + attoseconds / 1_000_000_000_000_000)
  }
}
