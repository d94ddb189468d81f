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
    case "messngr":
      let help = try Workbench().run(path, ["--help"]).output
      let list = help.split(separator: "SUBCOMMANDS:").last.map { String($0) } ?? ""
      return list.matches(of: #/(?m)^  ([a-z]+) /#).map { String($0.1) }
    case "mailslot": return ["read", "write", "info", "list", "path"]
    default: return []
    }
  }

  /// The long options that the help names, without those for help and version.
  ///
  /// - Parameter command: A command; `nil` for the options of the program itself.
  func options(of command: String? = nil) throws -> Set<String> {
    let help = try Workbench().run(path, (command.map { [$0] } ?? []) + ["--help"]).output
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
