// SPDX-License-Identifier: Apache-2.0

/// What the small static programs link can be compiled as Embedded Swift.
enum SendPathRule {
  /// The targets that a program links, itself included, from the table of imports.
  static func targets(of programs: [String], imports: [String: Set<String>]) -> Set<String> {
    var found: Set<String> = []
    var waiting = programs
    while let target = waiting.popLast() {
      guard let next = imports[target], found.insert(target).inserted else { continue }
      waiting += next
    }
    return found
  }

  /// What Embedded Swift does not have, by target: `Mailslots: as?`.
  static func breaches(in files: [SourceFile]) -> [Breach] {
    files.flatMap { file in
      let imports = file.imports.intersection(["SystemPackage", "Foundation", "Dispatch"]).sorted()
        .map { Breach(key: "\(file.target): import \($0)", text: file.path) }
      return imports
        + embeddedLines(of: file.code).enumerated().flatMap { index, line in
          constructs(in: line).map {
            Breach(key: "\(file.target): \($0)", text: "\(file.path), line \(index + 1)")
          }
        }
    }
  }

  /// The lines of a file, those between `#if !hasFeature(Embedded)` and its `#else` or `#endif` empty.
  private static func embeddedLines(of code: [String]) -> [String] {
    var isOmitted: [Bool] = []
    return code.map { line in
      let directive = line.filter { !$0.isWhitespace }
      if directive.hasPrefix("#if") {
        isOmitted.append(directive == "#if!hasFeature(Embedded)")
      } else if directive == "#else" || directive.hasPrefix("#elseif"), !isOmitted.isEmpty {
        isOmitted[isOmitted.count - 1] = false
      } else if directive == "#endif" {
        _ = isOmitted.popLast()
      }
      return isOmitted.contains(true) ? "" : line
    }
  }

  private static func constructs(in code: String) -> [String] {
    var found: [String] = []
    if code.contains(/\bany\s+[A-Z(~]/) { found.append("any") }
    if code.contains(/\bas[?!]/) { found.append("cast") }
    // Outside of a string, a backslash begins a key path.
    if code.contains("\\") { found.append("key path") }
    if code.contains(/\bthrows\b(?!\s*\()/) { found.append("untyped throws") }
    return found
  }
}
