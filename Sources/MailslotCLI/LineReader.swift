// SPDX-License-Identifier: Apache-2.0

/// Splits a stream of bytes into lines.
struct LineReader {
  private var pending: [UInt8] = []
  private let end: UInt8

  /// Creates a reader of lines that end with a byte.
  init(end: UInt8) { self.end = end }

  /// The lines that end in these bytes, without the byte at their end.
  mutating func lines(with bytes: [UInt8]) -> [[UInt8]] {
    pending += bytes
    let parts = pending.split(separator: end, omittingEmptySubsequences: false)
    pending = Array(parts[parts.count - 1])
    return parts.dropLast().map(Array.init)
  }

  /// The last line, if the stream ended without the end of a line.
  mutating func rest() -> [UInt8]? {
    defer { pending = [] }
    return pending.isEmpty ? nil : pending
  }
}
