// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The files of this package, as text.
enum Repository {
  /// The top level, found from this file's own path.
  static let root = (1...4).reduce(URL(filePath: #filePath)) { url, _ in
    url.deletingLastPathComponent()
  }

  /// All Swift files of `Sources`.
  static let sources = Result { try swiftFiles(below: "Sources") }

  /// All Swift files of `Tests`.
  static let tests = Result { try swiftFiles(below: "Tests") }

  /// The names of all targets in `Sources`.
  static func targets() throws -> Set<String> {
    Set(try FileManager.default.contentsOfDirectory(atPath: root.appending(path: "Sources").path))
  }

  /// The Swift files of a target in `Sources`.
  static func sources(of target: String) throws -> [SourceFile] {
    try sources.get().filter { $0.target == target }
  }

  /// All Swift files of `Sources` and `Tests`.
  static func swiftFiles() throws -> [SourceFile] {
    try sources.get() + tests.get()
  }

  /// The files below a path of the repository, or the file that it names; hidden ones are left out.
  static func paths(below path: String) -> [String] {
    let found = FileManager.default.enumerator(atPath: root.appending(path: path).path)
    let entries = found?.allObjects as? [String] ?? []
    return entries.isEmpty ? [path] : entries.sorted().map { "\(path)/\($0)" }
  }

  /// Whether the repository has a file or a directory with that path.
  static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: root.appending(path: path).path)
  }

  /// The text of a file, or nothing if it is a directory or holds other bytes than text.
  static func text(of path: String) -> String? {
    guard let bytes = try? Data(contentsOf: root.appending(path: path)), !bytes.contains(0)
    else { return nil }
    return String(data: bytes, encoding: .utf8)
  }

  private static func swiftFiles(below path: String) throws -> [SourceFile] {
    let files = paths(below: path).filter { $0.hasSuffix(".swift") }
    // A rule that sees no file finds no breach.
    try #require(!files.isEmpty)
    return try files.map { SourceFile(path: $0, text: try #require(text(of: $0))) }
  }
}
