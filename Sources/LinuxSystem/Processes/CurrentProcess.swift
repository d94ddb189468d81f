// SPDX-License-Identifier: Apache-2.0

import CLinux

/// This process; credentials(7).
package enum CurrentProcess {
  /// The number of the process.
  package static var processID: Int32 { getpid() }

  /// The user that started the process.
  package static var userID: UInt32 { getuid() }

  /// The user with whose rights the process runs.
  package static var effectiveUserID: UInt32 { geteuid() }

  /// The group with whose rights the process runs.
  package static var effectiveGroupID: UInt32 { getegid() }

  /// The words of the command line behind the program's name.
  ///
  /// `CommandLine` reads them from `/proc`, which is not mounted in a bare chroot, and Embedded Swift has
  /// no `CommandLine`. These are the words that the C library gets from the kernel.
  package static var arguments: [String] {
    var words: [String] = []
    while let word = unsafe clinux_argument(Int32(words.count + 1)) {
      words.append(unsafe String(cString: word))
    }
    return words
  }

  /// The name by which the program was called, without directories; empty when the caller gave none.
  package static var name: String {
    guard let word = unsafe clinux_argument(0) else { return "" }
    return unsafe String(cString: word).split(separator: "/").last.map { String($0) } ?? ""
  }

  /// The directory in which the process runs; `/` when it has none any more; getcwd(3).
  package static var directory: FilePath {
    guard let path = unsafe getcwd(nil, 0) else { return "/" }
    defer { unsafe free(path) }
    return FilePath(unsafe String(cString: path))
  }

  /// The bytes of a word of ``arguments``, which replaces what is not UTF-8; empty for a word that is not
  /// there.
  package static func argumentBytes(at index: Int) -> [UInt8] {
    guard let word = unsafe clinux_argument(Int32(clamping: index + 1)) else { return [] }
    var bytes: [UInt8] = []
    var next = unsafe word
    while unsafe next.pointee != 0 {
      bytes.append(UInt8(bitPattern: unsafe next.pointee))
      unsafe next += 1
    }
    return bytes
  }

  /// Ends the process; exit(3).
  ///
  /// - Parameter status: 0…255.
  package static func exit(_ status: Int32) -> Never { CLinux.exit(status) }
}
