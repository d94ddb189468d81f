// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The files of this package, as text.
enum Repository {
  /// The top level, found from this file's own path.
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The names of all targets in `Sources`.
  static func targets() throws -> Set<String> {
    Set(try FileManager.default.contentsOfDirectory(atPath: root.appending(path: "Sources").path))
  }

  /// The Swift files of a target.
  static func sources(of target: String) throws -> [SourceFile] {
    let folder = root.appending(path: "Sources/\(target)")
    let paths = FileManager.default.enumerator(atPath: folder.path)?.allObjects as? [String] ?? []
    return try paths.filter { $0.hasSuffix(".swift") }.sorted().map { path in
      SourceFile(
        name: "\(target)/\(path)",
        text: try String(contentsOf: folder.appending(path: path), encoding: .utf8))
    }
  }
}
