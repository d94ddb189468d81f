// SPDX-License-Identifier: Apache-2.0

import Foundation
public import LinuxSystem

/// A directory for one test, removed with this object.
public final class TemporaryFolder {
  /// The path of the directory.
  public let path: FilePath

  /// Makes the directory.
  public init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "messngr-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = FilePath(url.path)
  }

  deinit { try? FileManager.default.removeItem(atPath: path.string) }
}
