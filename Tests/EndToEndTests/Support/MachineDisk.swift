// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

/// A small disk in a machine, where one of its users keeps something.
struct MachineDisk {
  private let machine: Machine
  private let path: String

  /// Mounts six megabytes.
  init(at path: String, for user: String, in machine: Machine) throws {
    (self.machine, self.path) = (machine, path)
    let user = machine[user]
    try machine.make(path, for: user, mode: 0o700)
    let options = "size=6m,mode=0700,uid=\(user.uid),gid=\(user.uid)"
    try run("mount -t tmpfs -o \(options) tmpfs '\(path)'")
  }

  /// Fills the rest of the disk with another file.
  func fill() throws { try run("! head -c 7M /dev/zero >'\(path)/filler' 2>/dev/null") }

  /// Removes that file.
  func free() throws { try run("rm '\(path)/filler'") }

  private func run(_ script: String) throws {
    let run = try machine.shell(script)
    try #require(run.status == 0, "\(script): \(run.errors)")
  }
}
