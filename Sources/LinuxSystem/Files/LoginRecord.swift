// SPDX-License-Identifier: Apache-2.0

import CLinux

/// A login at a terminal, as the file of logins has it; utmp(5).
package struct LoginRecord: Equatable, Sendable {
  /// The login name of the user.
  package let user: String

  /// The terminal below `/dev`: `tty2`, `pts/0`.
  package let terminal: String

  /// Where the login came from: a machine, or a display of a desktop as `:0`.
  package let host: String

  /// The logins of users in the contents of a file; records of other kinds are left out.
  package static func all(in contents: [UInt8]) -> [LoginRecord] {
    let size = MemoryLayout<utmpx>.size
    let starts = stride(from: 0, to: contents.count - contents.count % size, by: size)
    return starts.compactMap { LoginRecord(contents[$0..<$0 + size]) }
  }

  private init?(_ record: ArraySlice<UInt8>) {
    let login = unsafe record.withUnsafeBytes { unsafe $0.loadUnaligned(as: utmpx.self) }
    guard login.ut_type == USER_PROCESS else { return nil }
    user = LoginRecord.text(login.ut_user)
    terminal = LoginRecord.text(login.ut_line)
    host = LoginRecord.text(login.ut_host)
  }

  /// The text of a field, up to its first NUL.
  private static func text<Field: BitwiseCopyable>(_ field: Field) -> String {
    unsafe withUnsafeBytes(of: field) { bytes in
      unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}
