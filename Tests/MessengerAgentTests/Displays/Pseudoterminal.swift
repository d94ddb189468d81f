// SPDX-License-Identifier: Apache-2.0

import Glibc
import LinuxSystem

/// A pseudoterminal whose other end the test holds; pty(7).
final class Pseudoterminal {
  /// Its name below `/dev`.
  let line: String

  private let near: Int32
  private let far: Int32

  init() throws {
    near = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)
    guard near >= 0 else { throw Errno(rawValue: errno) }
    // What unlockpt(3) and ptsname(3) do, which are not visible from Swift: TIOCSPTLCK, TIOCGPTN.
    var (isLocked, number) = (Int32(0), UInt32(0))
    guard ioctl(near, 0x4004_5431, &isLocked) == 0, ioctl(near, 0x8004_5430, &number) == 0 else {
      throw Errno(rawValue: errno)
    }
    line = "pts/\(number)"
    // It stays open, because the text is lost with the last writer.
    far = open("/dev/\(line)", O_RDWR | O_NOCTTY | O_CLOEXEC)
  }

  deinit {
    close(near)
    close(far)
  }

  /// Lets others write to it, or not: `mesg y`, `mesg n`.
  func takesMessages(_ takesMessages: Bool) {
    fchmod(far, takesMessages ? 0o620 : 0o600)
  }

  /// What was written to it and not read yet.
  var text: String {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = read(near, &buffer, buffer.count)
    return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
  }
}
