// SPDX-License-Identifier: Apache-2.0

/// Reads a file, or another descriptor, to its end.
public enum FileContents {
  /// Reads the file at `path`.
  ///
  /// - Throws: `Errno`, as open(2) and read(2) give it.
  public static func read(_ path: FilePath) throws(Errno) -> [UInt8] {
    let file = try FileDescriptor.open(path, .readOnly)
    return try file.closeAfter { () throws(Errno) in try readToEnd(of: file) }
  }

  /// Reads from `file` until its end, and at most `limit` bytes.
  ///
  /// - Parameter deadline: When to stop waiting for more.
  /// - Returns: 0…`limit` bytes. `limit` of them mean that more may follow.
  /// - Throws: `Errno`, as read(2) gives it; `.timedOut` at the deadline.
  public static func readToEnd(
    of file: FileDescriptor, limit: Int = .max, until deadline: Deadline = .never
  ) throws(Errno) -> [UInt8] {
    var contents: [UInt8] = []
    while contents.count < limit {
      if deadline != .never, try !file.isReadable(until: deadline) { throw .timedOut }
      let chunk = try file.read()
      guard !chunk.isEmpty else { break }
      if contents.isEmpty, chunk.count <= limit {
        contents = chunk
      } else {
        contents.append(contentsOf: chunk.prefix(limit - contents.count))
      }
    }
    return contents
  }
}
