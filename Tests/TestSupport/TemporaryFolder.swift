// SPDX-License-Identifier: Apache-2.0

import Foundation
public import LinuxSystem

/// A folder of its own for one test, gone with it.
public final class TemporaryFolder {
  /// Where it is.
  public let path: FilePath

  /// Makes the folder.
  public init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "messngr-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = FilePath(url.path)
  }

  deinit { try? FileManager.default.removeItem(atPath: path.string) }
}
