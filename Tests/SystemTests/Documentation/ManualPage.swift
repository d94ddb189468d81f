// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A manual page in the language of mdoc(7).
struct ManualPage {
  private let lines: [String]

  /// Reads a page of the repository.
  init(_ file: String) throws {
    let text = try String(contentsOfFile: "\(Workbench.resources)/man/\(file)", encoding: .utf8)
    // \& keeps a word from being a macro.
    lines = text.replacing("\\&", with: "").split(separator: "\n").map(String.init)
  }

  /// All pages together.
  static func all() throws -> [ManualPage] {
    try FileManager.default.contentsOfDirectory(atPath: "\(Workbench.resources)/man")
      .map { try ManualPage($0) }
  }

  /// The lines of a section or subsection: `.Sh NAME` or `.Ss Name`.
  func section(_ title: String) -> [String] {
    let start = lines.firstIndex { $0 == ".Sh \(title)" || $0 == ".Ss \(title)" }
    guard let start else { return [] }
    let kind = String(lines[start].prefix(3))
    return Array(
      lines[(start + 1)...].prefix { !$0.hasPrefix(".Sh ") && !$0.hasPrefix("\(kind) ") })
  }

  /// The titles of its subsections.
  var subsections: [String] {
    lines.filter { $0.hasPrefix(".Ss ") }.map { String($0.dropFirst(4)) }
  }

  /// The long options in lines, without those for help and version.
  static func options(in lines: [String]) -> Set<String> {
    let found = lines.flatMap { line in
      line.matches(of: #/Fl (?:\w , )?\\-([a-z][a-z-]*)|[|,] \\-([a-z][a-z-]*)/#)
        .compactMap { $0.1 ?? $0.2 }.map { "--\($0)" }
    }
    return Set(found).subtracting(["--help", "--version"])
  }

  /// The long options that the page explains: those at the beginning of an item.
  var explainedOptions: Set<String> {
    ManualPage.options(in: lines.filter { $0.hasPrefix(".It Fl ") })
  }

  /// The long options of each command in the synopsis.
  var synopsis: [String: Set<String>] {
    var options: [String: Set<String>] = [:]
    var command = ""
    for line in section("SYNOPSIS") {
      if let match = line.wholeMatch(of: #/\.Cm ([a-z][a-z-]*)/#) { command = String(match.1) }
      guard !command.isEmpty else { continue }
      options[command, default: []].formUnion(ManualPage.options(in: [line]))
      if line.contains("Ar filter") {
        options[command, default: []].formUnion(ManualPage.options(in: section("Filters")))
      }
    }
    return options
  }

  /// The keys of the items in a section: `.It Cm key , other : value`.
  func keys(in title: String) -> [String] {
    section(title).filter { $0.hasPrefix(".It Cm ") }.flatMap { line in
      line.dropFirst(7).split(separator: " : ")[0].split(separator: " , ").map(String.init)
    }
  }

  /// The variables of the environment that it explains.
  var variables: Set<String> {
    Set(
      lines.filter { $0.hasPrefix(".It Ev ") }.flatMap { line in
        line.dropFirst(7).split(separator: " , ").map(String.init)
      })
  }

  /// The lines that show what a user types.
  var examples: [String] {
    lines.filter { $0.hasPrefix(".Dl ") }.map {
      String($0.dropFirst(4)).replacing("\\(dq", with: "\"").replacing("\\e", with: "\\")
    }
  }

  /// Values of settings as the page has them, by their keys.
  var defaults: [String: String] {
    let pairs = lines.compactMap { line -> (String, String)? in
      guard let match = line.wholeMatch(of: #/\.It Cm ([a-z-]+) : (.*)/#) else { return nil }
      return (String(match.1), String(match.2))
    }
    return Dictionary(pairs) { $1 }
  }
}
