// SPDX-License-Identifier: Apache-2.0

import Accounts
import LinuxSystem

/// The terminals at which a user is logged in and takes messages: utmp(5), mesg(1).
///
/// A terminal takes messages when its device lets its group write, which is all that `mesg y` does.
struct OpenTerminals: Sendable {
  /// Where logins are recorded.
  let logins: FilePath

  private let devices: FilePath
  private let account: Account

  /// Looks for the terminals of a user.
  ///
  /// - Parameters:
  ///   - logins: A file in the format of utmp(5). Without the file, each terminal that belongs to the
  ///     user counts.
  ///   - devices: The directory of devices.
  init(of account: Account, logins: FilePath = "/run/utmp", devices: FilePath = "/dev") {
    self.account = account
    self.logins = logins
    self.devices = devices
  }

  /// Opens each terminal that takes messages now, for writing without ever waiting.
  ///
  /// The corresponding C function is `open` with `O_NONBLOCK`, `O_NOCTTY` and `O_NOFOLLOW`.
  ///
  /// - Parameter onDesktop: Whether windows of a desktop count, too. Their logins come from a display:
  ///   `:0`. Where logins are not recorded, every terminal may be such a window.
  func open(onDesktop: Bool = true) -> [FileDescriptor] {
    lines(onDesktop: onDesktop).compactMap { line in
      let path = devices.appending(line)
      guard
        let terminal = try? FileDescriptor.open(
          path, .writeOnly, options: [.nonBlocking, .noFollow, .noControllingTerminal])
      else { return nil }
      guard takesMessages(terminal) else {
        try? terminal.close()
        return nil
      }
      return terminal
    }
  }

  private func takesMessages(_ terminal: FileDescriptor) -> Bool {
    guard let status = try? terminal.stat() else { return false }
    return status.type == .characterDevice && status.userID == account.userID
      && status.permissions.contains(.groupWrite) && terminal.isTerminal
  }

  // MARK: Lines

  /// The terminals' names below ``devices``: `tty2`, `pts/0`.
  private func lines(onDesktop: Bool) -> [String] {
    guard let records = try? FileContents.read(logins) else {
      guard onDesktop else { return [] }
      let names = (try? FileSystem.entries(of: devices.appending("pts"))) ?? []
      return names.map { "pts/\($0)" }
    }
    return Set(LoginRecord.all(in: records).compactMap { line(of: $0, onDesktop: onDesktop) })
      .sorted()
  }

  /// The terminal of a login of the user.
  private func line(of login: LoginRecord, onDesktop: Bool) -> String? {
    guard login.user == account.name, onDesktop || !login.host.hasPrefix(":") else { return nil }
    // A program that may write to the file could put any path there: only terminals count.
    let line = login.terminal
    let isTerminal = ["tty", "pts/"].contains { line.hasPrefix($0) } && !line.contains("..")
    return isTerminal ? line : nil
  }
}
