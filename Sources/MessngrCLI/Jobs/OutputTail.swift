// SPDX-License-Identifier: Apache-2.0

import Messages

/// The end of what a command has printed, whatever that was in all.
struct OutputTail: Sendable {
  /// How many bytes were printed.
  private(set) var byteCount = 0

  private let limit: Int
  private var kept: [UInt8] = []

  /// Creates a tail of nothing.
  ///
  /// - Parameter limit: How many bytes are kept.
  init(limit: Int) { self.limit = limit }

  /// Takes what has been printed.
  mutating func append(_ bytes: some Collection<UInt8>) {
    byteCount += bytes.count
    kept += bytes.suffix(limit)
    // Not each time: what is dropped moves all the rest.
    if kept.count > 2 * limit { kept.removeFirst(kept.count - limit) }
  }

  /// The last bytes, at most the limit.
  var bytes: ArraySlice<UInt8> { kept.suffix(limit) }

  /// How many bytes were printed and are not kept.
  var droppedByteCount: Int { byteCount - bytes.count }

  /// The last lines as text that is fit for a screen.
  ///
  /// - Parameters:
  ///   - lines: How many lines at most.
  ///   - byteCount: How many bytes at most; the line that goes over it is left out.
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
