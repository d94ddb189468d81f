// SPDX-License-Identifier: Apache-2.0

/// A document of numbered cases and the names of the tests agree about which suite shows which case.
///
/// A row of the document is `| C34 | … | … | MailslotNameTests, E2E/NetworkSendTests |`. A suite in
/// italics shows a case without its number, so only its file has to exist.
enum CaseRule {
  /// Suites that a row names without a test with its number, tests whose row does not name their
  /// suite, and suites that do not exist.
  static func breaches(in files: [SourceFile], document: String) -> [Breach] {
    let suites = Set(files.map(suite(of:)))
    let tested = Set(files.flatMap { file in cases(in: file).map { "C\($0): \(suite(of: file))" } })
    let described = rows(of: document)
    let claimed = Set(described.filter { !$0.isItalic }.map(\.text))
    return described.filter { !suites.contains($0.suite) }
      .map { Breach(key: $0.text, text: "there is no such suite") }
      + claimed.subtracting(tested).sorted()
      .map { Breach(key: $0, text: "no test of the suite has this number") }
      + tested.subtracting(claimed).sorted()
      .map { Breach(key: $0, text: "the row of the case does not name this suite") }
  }

  private struct Claim {
    let text: String
    let suite: String
    let isItalic: Bool
  }

  private static func suite(of file: SourceFile) -> String {
    let name = file.path.split(separator: "/").last?.split(separator: ".").first ?? ""
    return file.target == "EndToEndTests" ? "EndToEndTests/\(name)" : "\(file.target)/\(name)"
  }

  /// The numbers in the names of a suite's tests: `C33, C89: …`, `… (C82)`, `C83 to C90: …`.
  private static func cases(in file: SourceFile) -> Set<Int> {
    var numbers: Set<Int> = []
    for line in file.lines {
      guard let name = line.firstMatch(of: /`([^`]*\bC\d+[^`]*)`/)?.1, !line.contains("//") else {
        continue
      }
      for match in name.matches(of: /\bC(\d+)(?: to C(\d+))?\b/) {
        guard let first = Int(match.1) else { continue }
        numbers.formUnion(first...max(first, match.2.flatMap { Int($0) } ?? first))
      }
    }
    return numbers
  }

  private static func rows(of document: String) -> [Claim] {
    document.split(separator: "\n").flatMap { line -> [Claim] in
      let cells = line.split(separator: "|").map { $0.drop { $0 == " " } }
      guard let number = cells.first?.firstMatch(of: /^C\d+/)?.0, let last = cells.last else {
        return []
      }
      return last.matches(of: /\*?(?:\w+\/)*\w+Tests\*?/).map { match in
        let path = match.0.filter { $0 != "*" }.replacing(/^Tests\//, with: "")
        let folders = [
          "E2E": "EndToEndTests", "SMB": "SMBMessagingTests", "Gateway": "GatewayTests",
        ]
        let words = path.split(separator: "/").map { folders[String($0)] ?? String($0) }
        let suite = (words.count == 1 ? ["MailslotsTests"] + words : words).joined(separator: "/")
        return Claim(
          text: "\(number): \(suite)", suite: suite, isItalic: match.0.hasPrefix("*"))
      }
    }
  }
}
