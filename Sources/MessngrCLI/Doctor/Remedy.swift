// SPDX-License-Identifier: Apache-2.0

import Accounts
import LinuxSystem

/// The commands that solve problems, as the caller can run them: with sudo(8) where root has to.
struct Remedy {
  private let userID: UInt32

  /// Commands for the user who runs `messngr`.
  init(in context: CommandContext) {
    userID = context.account.userID
  }

  /// A command that only root can run.
  func asRoot(_ command: String) -> String {
    userID == 0 ? command : "sudo \(command)"
  }

  /// Makes a directory, or gives an existing one its owner and mode: install(1).
  func directory(
    _ path: FilePath, of owner: UInt32, named name: String, mode: String
  ) -> String {
    asRoot("install -d -m \(mode) -o \(name) \(path)")
  }

  /// Changes the mode of a file, which only its owner and root can.
  func changeMode(_ path: FilePath, to mode: String, of owner: UInt32) -> String {
    let command = "chmod \(mode) \(path)"
    return owner == userID ? command : asRoot(command)
  }

  /// Moves a file aside that another user has made, and that nothing should use.
  func setAside(_ path: FilePath) -> String {
    asRoot("mv \(path) \(path).untrusted")
  }
}
