// SPDX-License-Identifier: Apache-2.0

import NetBIOS

/// A file of names and addresses: LMHOSTS, as Windows and Samba read it.
///
///     192.0.2.20  BRAVO
///     192.0.2.20  BRAVO#03                    # Samba: with its suffix
///     192.0.2.21  "CAROL          \0x03"      # Windows: all sixteen bytes
///     192.0.2.22  DAVE  #PRE #DOM:LAB
///
/// Other lines, and keywords of Windows such as `#INCLUDE`, are ignored.
struct HostsFile {
  private let entries: [(name: [UInt8], suffix: NameSuffix?, address: IPv4Address)]

  /// Reads the text of a file.
  init(_ text: String) {
    entries = text.split { $0.isNewline }.compactMap { line in
      let line = line.drop { $0.isWhitespace }
      guard let end = line.firstIndex(where: { $0.isWhitespace }),
        let address = IPv4Address(line[..<end])
      else { return nil }
      let rest = line[end...].drop { $0.isWhitespace }
      guard let (name, suffix) = HostsFile.name(rest) else { return nil }
      return (name.uppercased().utf8.map { $0 }, suffix, address)
    }
  }

  /// The addresses of a name, in the order of the file; an entry without a suffix is for all suffixes.
  func addresses(of name: NetBIOSName) -> [IPv4Address] {
    entries.filter { entry in
      entry.name.elementsEqual(name.label) && (entry.suffix ?? name.suffix) == name.suffix
    }.map { $0.address }
  }

  private static func name(_ text: Substring) -> (Substring, NameSuffix?)? {
    guard text.hasPrefix("\"") else {
      let word = text.prefix { !$0.isWhitespace }
      let parts = word.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = parts.first, !name.isEmpty else { return nil }
      // Windows: "BRAVO#PRE" is the name and a keyword.
      return (name, parts.count == 2 ? UInt8(parts[1], radix: 16).map(NameSuffix.init) : nil)
    }
    let quoted = text.dropFirst().prefix { $0 != "\"" }
    let name = quoted.prefix { $0 != "\\" }
    let end = name.lastIndex { $0 != " " }.map { quoted.index(after: $0) } ?? name.startIndex
    guard end > name.startIndex else { return nil }
    let digits = quoted[name.endIndex...].drop { !$0.isHexDigit }.dropFirst(2)
    return (name[..<end], UInt8(digits, radix: 16).map(NameSuffix.init))
  }
}
