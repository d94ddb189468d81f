// SPDX-License-Identifier: Apache-2.0

public import SystemPackage

/// The whole of a file, or of whatever else can be read to its end.
public enum FileContents {
  /// Reads the file at `path`.
  ///
  /// - Throws: `Errno`, as open(2) and read(2) give it.
  public static func read(_ path: FilePath) throws -> [UInt8] {
    let file = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
    return try file.closeAfter { try readToEnd(of: file) }
  }

  /// Reads from `file` until its end, and at most `limit` bytes.
  ///
  /// - Parameter deadline: When to give up waiting for more.
  /// - Returns: 0…`limit` bytes. `limit` of them mean that more may be there.
  /// - Throws: `Errno`, as read(2) gives it; `.timedOut` at the deadline.
  public static func readToEnd(
    of file: FileDescriptor, limit: Int = .max, until deadline: Deadline = .never
  ) throws -> [UInt8] {
    var contents: [UInt8] = []
    while contents.count < limit {
      if deadline != .never, try !file.isReadable(until: deadline) { throw Errno.timedOut }
      let chunk = try readOnce(from: file)
      guard !chunk.isEmpty else { break }
      contents.append(contentsOf: chunk.prefix(limit - contents.count))
    }
    return contents
  }

  /// Reads what can be had at once.
  ///
  /// - Returns: 1…16,384 bytes; none at the end.
  /// - Throws: `Errno`, as read(2) gives it.
  static func readOnce(from file: FileDescriptor) throws -> [UInt8] {
    try unsafe [UInt8](unsafeUninitializedCapacity: 16_384) { buffer, count in
      count = try unsafe file.read(into: UnsafeMutableRawBufferPointer(buffer))
    }
  }
}
