// SPDX-License-Identifier: Apache-2.0

import CLinux
import Wire

/// The name of a directory entry as the kernel has it: any bytes but `/` and NUL.
///
/// Another user may have chosen the name, and it need not be UTF-8. A `String` of it might name another
/// file.
package struct FileName: Hashable, Sendable {
  /// The bytes, with a NUL behind them.
  let bytes: [CChar]

  /// The name as text; bytes that are not UTF-8 become U+FFFD.
  package var text: String {
    String(decoding: bytes.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Creates a name from text.
  package init(_ text: String) {
    bytes = Array(text.utf8CString)
  }

  /// Calls `body` with the name of each entry of an open directory, without `.` and `..`; readdir(3).
  ///
  /// - Parameter body: Returns whether to go on.
  static func forEach(in directory: OpaquePointer, _ body: (FileName) -> Bool) {
    while let entry = unsafe readdir(directory) {
      let name = unsafe FileName(entry)
      if !name.isDirectoryItself, !body(name) { return }
    }
  }

  /// Reads the name in place, up to its NUL: the field has 256 bytes, and a copy of all of them would go over
  /// the end of the buffer of readdir(3) behind its last entry.
  private init(_ entry: UnsafeMutablePointer<dirent>) {
    bytes = unsafe withUnsafeMutableBytes(of: &entry.pointee.d_name) { name in
      unsafe name.prefix { $0 != 0 }.map { CChar(bitPattern: $0) } + [0]
    }
  }

  private var isDirectoryItself: Bool {
    bytes == [0x2E, 0] || bytes == [0x2E, 0x2E, 0]
  }
}

/// Calls on the entries of an open directory, whose names may be any bytes.
extension FileDescriptor {
  /// Calls `body` with the name of each entry of this directory, without `.` and `..`.
  ///
  /// The corresponding C functions are `fdopendir` and `readdir`.
  ///
  /// - Parameter body: Returns whether to go on.
  /// - Throws: `Errno`.
  package func forEachEntry(_ body: (FileName) -> Bool) throws(Errno) {
    let directory = try FileDescriptor.open(".", .readOnly, options: .directory, in: self)
    guard let stream = unsafe fdopendir(directory.rawValue) else {
      let error = Errno.current
      try? directory.close()
      throw error
    }
    defer { unsafe _ = closedir(stream) }
    unsafe FileName.forEach(in: stream, body)
  }

  /// The status of an entry of this directory, or of a symbolic link itself; fstatat(2).
  ///
  /// - Throws: `Errno`.
  package func stat(_ name: FileName) throws(Errno) -> FileStatus {
    var status = CLinux.stat()
    guard unsafe fstatat(rawValue, name.bytes, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
      throw .current
    }
    return FileStatus(status)
  }

  /// Opens an entry of this directory for reading, without following a symbolic link, and without
  /// waiting for a writer or taking a terminal; openat(2).
  ///
  /// - Throws: `Errno`.
  package func openForReading(_ name: FileName) throws(Errno) -> FileDescriptor {
    let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY
    return try unsafe FileDescriptor.open(name.bytes, flags: flags, in: rawValue)
  }

  /// Removes an entry of this directory; unlinkat(2).
  ///
  /// - Parameter isDirectory: Whether the entry is a directory, which must be empty.
  /// - Throws: `Errno`.
  package func remove(_ name: FileName, isDirectory: Bool = false) throws(Errno) {
    let result = unsafe unlinkat(rawValue, name.bytes, isDirectory ? AT_REMOVEDIR : 0)
    guard result == 0 else { throw .current }
  }
}
