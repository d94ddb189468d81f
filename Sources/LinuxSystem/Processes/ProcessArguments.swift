// SPDX-License-Identifier: Apache-2.0

import CLinux

/// The command line of this process.
public enum ProcessArguments {
  /// The words behind the program's name.
  ///
  /// `CommandLine` reads them from `/proc`, which a bare chroot does not have; these are from where the
  /// kernel has put them.
  public static var all: [String] {
    var words: [String] = []
    while let word = unsafe clinux_argument(Int32(words.count + 1)) {
      words.append(unsafe String(cString: word))
    }
    return words
  }
}
