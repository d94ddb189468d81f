// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// A directory for one test, removed with this object, and the paths of the repository.
final class Workbench {
  /// The top level of the repository.
  static let repository = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  /// `Resources` of the repository.
  static let resources = repository + "/Resources"

  /// The programs that are installed.
  static let programs = [
    "netsend", "mailslot", "messngr", "messngrd", "messngr-gateway", "messngr-relay",
  ]

  /// The path of the directory, without links in it.
  let path: String

  init() throws {
    let folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appending(path: "messngr-\(UUID().uuidString)")
    path = folder.path
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Runs a program to its end, in an environment with the caller's paths and `variables`.
  func run(
    _ program: String, _ arguments: [String] = [], _ variables: [String: String] = [:],
    package: String = "coreutils", within limit: Duration = Program.patience
  ) throws -> Finished {
    var environment = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": path, "LC_ALL": "C.UTF-8"]
    environment.merge(variables) { $1 }
    return try Program(program, arguments, environment: environment, package: package)
      .finish(within: limit)
  }

  /// Makes a directory with a mode.
  @discardableResult
  func makeDirectory(_ name: String, mode: Int = 0o755) throws -> String {
    let directory = "\(path)/\(name)"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    try FileManager.default.setAttributes(
      [.posixPermissions: mode], ofItemAtPath: directory)
    return directory
  }

  /// Makes an executable shell script, with the directories above it.
  ///
  /// Another process writes it. A child that another test starts could hold a descriptor of this
  /// process that is open for writing, and then the script cannot be run (`ETXTBSY`).
  @discardableResult
  func makeScript(_ name: String, _ body: String) throws -> String {
    let script = "\(path)/\(name)"
    let write = try Program(
      "/bin/sh",
      ["-c", #"mkdir -p "${1%/*}" && cat >"$1" && chmod 755 "$1""#, "sh", script],
      environment: ["PATH": "/usr/bin:/bin"], input: Array("#!/bin/sh\n\(body)\n".utf8),
      package: "coreutils"
    ).finish()
    try #require(write.status == 0, "\(write.errors)")
    return script
  }

  /// Makes a directory with programs that do nothing, in the place of the built ones.
  func makePrograms() throws -> String {
    for name in Workbench.programs { try makeScript("programs/\(name)", "exit 0") }
    return "\(path)/programs"
  }

  /// All files below a directory, as paths from there, sorted.
  func files(below directory: String) -> [String] {
    let paths = FileManager.default.enumerator(atPath: directory)?.allObjects as? [String] ?? []
    return paths.filter { path in
      var isDirectory: ObjCBool = false
      _ = FileManager.default.fileExists(
        atPath: "\(directory)/\(path)", isDirectory: &isDirectory)
      return !isDirectory.boolValue
    }.sorted()
  }

  /// The text of a file.
  func text(of file: String) throws -> String {
    try String(contentsOfFile: file, encoding: .utf8)
  }

  /// The permissions of a file and the bits above them, as stat(2) has them.
  func mode(of file: String) throws -> mode_t {
    var status = stat()
    try #require(lstat(file, &status) == 0, "\(file): \(String(cString: strerror(errno)))")
    return status.st_mode
  }
}
