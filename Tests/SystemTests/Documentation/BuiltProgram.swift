// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

/// A program of this build, and what its help says.
struct BuiltProgram {
  let name: String

  init(_ name: String) { self.name = name }

  /// The directory of the programs of this build.
  static let directory = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().path

  var path: String { "\(BuiltProgram.directory)/\(name)" }

  /// The commands of the program, as its help lists them; empty when it has none.
  func commands() throws -> [String] {
    switch name {
    case "messngr", "messngr-relay": try subcommands([])
    case "mailslot": ["read", "write", "info", "list", "path"]
    default: []
    }
  }

  /// The commands of a command, as its help lists them: `realm init` and so on; empty when it has none.
  func commands(of command: String) throws -> [String] {
    guard name == "messngr" else { return [] }
    return try subcommands([command]).map { "\(command) \($0)" }
  }

  private func subcommands(_ words: [String]) throws -> [String] {
    let parts = try Workbench().run(path, words + ["--help"]).output
      .split(separator: "SUBCOMMANDS:")
    guard parts.count == 2 else { return [] }
    return parts[1].matches(of: #/(?m)^  ([a-z][a-z-]*)( |$)/#).map { String($0.1) }
  }

  /// The long options that the help names, without those for help and version.
  ///
  /// - Parameter command: A command, as `inbox` or `realm init`; `nil` for the options of the program itself.
  func options(of command: String? = nil) throws -> Set<String> {
    let words = command?.split(separator: " ").map(String.init) ?? []
    let help = try Workbench().run(path, words + ["--help"]).output
    let found = help.matches(of: #/(?m)^ +(?:-\w, |-\w <[a-z]+>, )?(--[a-z][a-z-]*)/#).map {
      String($0.1)
    }
    return Set(found).subtracting(["--help", "--version"])
  }

  /// The long options of the program and of all its commands.
  func allOptions() throws -> Set<String> {
    try commands().reduce(into: options()) { $0.formUnion(try options(of: $1)) }
  }
}
