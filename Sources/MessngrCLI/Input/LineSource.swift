// SPDX-License-Identifier: Apache-2.0

import LinuxSystem

/// The lines of a file, read one after the other in small pieces.
struct LineSource {
  /// The number of the last line that was read: 1….
  private(set) var number = 0

  private let file: FileDescriptor
  private let limit: Int
  private var buffer: [UInt8] = []
  private var position = 0
  private var isAtEnd = false

  /// Reads from a descriptor.
  ///
  /// - Parameter limit: The longest line, in bytes.
  init(_ file: FileDescriptor, limit: Int) {
    self.file = file
    self.limit = limit
  }

  /// Reads the next line, without its end.
  ///
  /// `nil` at the end of the file, and `.some(nil)` for a line that is too long or not UTF-8.
  mutating func next() throws -> String?? {
    var line: [UInt8] = []
    var isTooLong = false
    while true {
      if position == buffer.count, try !fill() {
        guard !line.isEmpty || isTooLong else { return nil }
        break
      }
      let end = buffer[position...].firstIndex(of: 0x0A)
      let piece = buffer[position..<(end ?? buffer.count)]
      isTooLong = isTooLong || line.count + piece.count > limit
      if isTooLong { line = [] } else { line += piece }
      position = end.map { $0 + 1 } ?? buffer.count
      if end != nil { break }
    }
    number += 1
    return .some(isTooLong ? nil : String(validating: line, as: UTF8.self))
  }

  private mutating func fill() throws -> Bool {
    guard !isAtEnd else { return false }
    var chunk = [UInt8](repeating: 0, count: 65_536)
    let count = try unsafe chunk.withUnsafeMutableBytes { try unsafe file.read(into: $0) }
    isAtEnd = count == 0
    buffer = Array(chunk.prefix(count))
    position = 0
    return !isAtEnd
  }
}
