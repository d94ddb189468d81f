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
  /// - Returns: 0…`limit` bytes. `limit` of them mean that more may be there.
  /// - Throws: `Errno`, as read(2) gives it.
  public static func readToEnd(of file: FileDescriptor, limit: Int = .max) throws -> [UInt8] {
    var contents: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16_384)
    while contents.count < limit {
      let count = try unsafe chunk.withUnsafeMutableBytes { try unsafe file.read(into: $0) }
      guard count > 0 else { break }
      contents.append(contentsOf: chunk[..<min(count, limit - contents.count)])
    }
    return contents
  }
}
