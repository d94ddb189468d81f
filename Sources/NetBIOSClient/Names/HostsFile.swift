// SPDX-License-Identifier: Apache-2.0

import NetBIOS
import Wire

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
    entries = text.parts(separator: "\n").compactMap { line in
      let words = line.parts(separator: "\t").flatMap { $0.parts(separator: " ") }
      guard let word = words.first(where: { !$0.isEmpty }), let address = IPv4Address(word),
        let (name, suffix) = HostsFile.name(line.trimmed().dropping(word.utf8.count).trimmed())
      else { return nil }
      return (Array(name.uppercased().utf8), suffix, address)
    }
  }

  /// The addresses of a name, in the order of the file; an entry without a suffix is for all suffixes.
  func addresses(of name: NetBIOSName) -> [IPv4Address] {
    entries.filter { entry in
      entry.name.elementsEqual(name.label) && (entry.suffix ?? name.suffix) == name.suffix
    }.map { $0.address }
  }

  private static func name(_ text: String) -> (String, NameSuffix?)? {
    guard text.begins(with: "\"") else {
      let parts = text.before(" ").before("\t").parts(separator: "#", limit: 2)
      // Windows: "BRAVO#PRE" is the name and a keyword.
      return parts[0].isEmpty ? nil : (parts[0], parts.count == 2 ? suffix(parts[1]) : nil)
    }
    let parts = text.dropping(1).before("\"").parts(separator: "\\", limit: 2)
    var name = parts[0]
    while name.ends(with: " ") { name = name.dropping(last: 1) }
    return name.isEmpty ? nil : (name, parts.count == 2 ? suffix(parts[1].dropping(2)) : nil)
  }

  private static func suffix(_ digits: String) -> NameSuffix? {
    Digits.hexadecimal(digits).map { NameSuffix(rawValue: $0) }
  }
}
