// SPDX-License-Identifier: Apache-2.0

/// Reads a file, or another descriptor, to its end, and writes a file as a whole.
public enum FileContents {
  /// Reads the file at `path`.
  ///
  /// - Throws: `Errno`, as open(2) and read(2) give it.
  public static func read(_ path: FilePath) throws(Errno) -> [UInt8] {
    let file = try FileDescriptor.open(path, .readOnly)
    return try file.closeAfter { () throws(Errno) in
      guard let size = try ordinarySize(of: file) else { return try readToEnd(of: file) }
      // Less than asked for is all: one read and no more memory than the file needs.
      let contents = try file.read(upTo: size + 1)
      return contents.count <= size ? contents : contents + (try readToEnd(of: file))
    }
  }

  /// Writes a file in one step: a reader sees the old file or the new one.
  ///
  /// The directory is the caller's own. The new file is PATH.new until it is complete.
  ///
  /// - Parameter permissions: Those of the file, exactly: the umask does not change them.
  /// - Throws: `Errno`; the old file is then as it was.
  package static func replace(
    _ path: FilePath, with bytes: [UInt8], permissions: FilePermissions
  ) throws(Errno) {
    let new = FilePath("\(path.string).new")
    do throws(Errno) {
      let file = try FileDescriptor.open(
        new, .writeOnly, options: [.create, .truncate, .noFollow], permissions: .ownerReadWrite)
      try file.closeAfter { () throws(Errno) in
        try file.setPermissions(permissions)
        try file.writeAll(bytes)
      }
      try FileSystem.rename(new, to: path)
    } catch {
      try? FileSystem.remove(new)
      throw error
    }
  }

  /// The size of a regular file that says it, and is no larger than what one read takes.
  ///
  /// The files in `/proc` say 0.
  private static func ordinarySize(of file: FileDescriptor) throws(Errno) -> Int? {
    let status = try file.stat()
    guard status.type == .regular, 1..<chunkSize ~= Int(status.size) else { return nil }
    return Int(status.size)
  }

  /// How many bytes one read takes.
  private static let chunkSize = 16_384

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
      let chunk = try file.read(upTo: chunkSize)
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
