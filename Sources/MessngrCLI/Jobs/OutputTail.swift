// SPDX-License-Identifier: Apache-2.0

import Messages

/// The end of a command's output.
struct OutputTail: Sendable {
  /// How many bytes the command printed.
  private(set) var byteCount = 0

  private let limit: Int
  private var kept: [UInt8] = []

  /// Creates an empty tail.
  ///
  /// - Parameter limit: How many bytes are kept.
  init(limit: Int) { self.limit = limit }

  /// Appends bytes that the command printed.
  mutating func append(_ bytes: some Collection<UInt8>) {
    byteCount += bytes.count
    kept += bytes.suffix(limit)
    // Not each time, because removing the first bytes moves all others.
    if kept.count > 2 * limit { kept.removeFirst(kept.count - limit) }
  }

  /// The last bytes, up to the limit.
  var bytes: ArraySlice<UInt8> { kept.suffix(limit) }

  /// How many bytes are not kept.
  var droppedByteCount: Int { byteCount - bytes.count }

  /// The last lines, without control characters.
  ///
  /// - Parameters:
  ///   - lines: How many lines at most.
  ///   - byteCount: How many bytes at most; a line that exceeds them is left out.
  func text(lines: Int, byteCount: Int) -> String {
    let all = MessageText.sanitised(String(decoding: bytes.suffix(2 * byteCount), as: UTF8.self))
    var kept: [Substring] = []
    var size = 0
    for line in all.split(separator: "\n").reversed() {
      size += line.utf8.count + 1
      guard kept.count < lines, size <= byteCount else { break }
      kept.append(line)
    }
    return kept.reversed().joined(separator: "\n")
  }
}
