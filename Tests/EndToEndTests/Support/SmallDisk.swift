// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// A small disk for an agent's inbox; only root can mount one.
struct SmallDisk {
  private let path: String
  private var filler: String { "\(path)/filler" }

  /// Mounts six megabytes where the agent of a sandbox keeps its inbox.
  init(in sandbox: Sandbox) throws {
    let folder = sandbox.folder.appending(path: "state/messngr")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    path = folder.path
    try #require(mount("tmpfs", path, "tmpfs", 0, "size=6m,mode=0700") == 0)
  }

  /// Unmounts the disk.
  func unmount() {
    umount2(path, Int32(MNT_DETACH))
  }

  /// Fills the rest of the disk with another file.
  func fill() throws {
    let block = [UInt8](repeating: 1, count: 4096)
    let file = open(filler, O_WRONLY | O_CREAT, 0o600)
    guard file >= 0 else { throw TestProcessError.system(errno) }
    defer { close(file) }
    while write(file, block, block.count) > 0 {}
  }

  /// Removes that file.
  func free() throws {
    try FileManager.default.removeItem(atPath: filler)
  }
}
