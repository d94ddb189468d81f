// SPDX-License-Identifier: Apache-2.0

/// A document names only files and folders that exist.
///
/// A name begins with a folder of the top level, or is a Swift file with its path from the top level
/// or from `Sources`. `NAME` in it stands for any name.
enum PathRule {
  private static let topLevel = ["Sources/", "Tests/", "Resources/"]

  /// The names in a document that `exists` does not know.
  static func breaches(in text: String, path: String, exists: (String) -> Bool) -> [Breach] {
    var breaches: [Breach] = []
    for word in text.split(whereSeparator: { !isPart($0) }) {
      var name = String(word)
      while name.hasSuffix(".") || name.hasSuffix("/") { name.removeLast() }
      guard isPath(name), !name.contains("NAME") else { continue }
      guard !exists(name), !exists("Sources/\(name)") else { continue }
      breaches.append(Breach(key: path, text: "there is no \(name)"))
    }
    return breaches
  }

  private static func isPath(_ name: String) -> Bool {
    let isFile = name.contains("/") && !name.hasPrefix("/") && name.hasSuffix(".swift")
    return isFile || topLevel.contains { name.hasPrefix($0) }
  }

  private static func isPart(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || "_+-./".contains(character)
  }
}
