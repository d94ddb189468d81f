// SPDX-License-Identifier: Apache-2.0

import CLinux
import Glibc

/// This process; credentials(7).
package enum CurrentProcess {
  /// The number of the process.
  package static var processID: Int32 { getpid() }

  /// The user that started the process.
  package static var userID: UInt32 { getuid() }

  /// The user whose rights the process has.
  package static var effectiveUserID: UInt32 { geteuid() }

  /// The group whose rights the process has.
  package static var effectiveGroupID: UInt32 { getegid() }

  /// The words of the command line behind the program's name.
  ///
  /// `CommandLine` reads them from `/proc`, which a bare chroot does not have. These are from where the
  /// kernel has put them.
  package static var arguments: [String] {
    var words: [String] = []
    while let word = unsafe clinux_argument(Int32(words.count + 1)) {
      words.append(unsafe String(cString: word))
    }
    return words
  }

  /// Ends the process; exit(3).
  ///
  /// - Parameter status: 0…255.
  package static func exit(_ status: Int32) -> Never { Glibc.exit(status) }
}
