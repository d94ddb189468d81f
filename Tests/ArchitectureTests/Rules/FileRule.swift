// SPDX-License-Identifier: Apache-2.0

/// A file is short and says its license; a folder holds few files.
enum FileRule {
  static let longestFile = 300
  static let fullestFolder = 15
  static let banner = "// SPDX-License-Identifier: Apache-2.0"

  /// Files with too many lines.
  ///
  /// Generated tables may be longer.
  static func longFiles(in files: [SourceFile]) -> [Breach] {
    files.compactMap { file in
      // The newline at the end of a file begins no line of its own.
      let count = file.lines.count - (file.lines.last == "" ? 1 : 0)
      guard count > longestFile, !file.path.hasSuffix("Tables.swift") else { return nil }
      return Breach(key: file.path, text: "\(count) lines are more than \(longestFile)")
    }
  }

  /// Files whose first line is not the license.
  static func filesWithoutBanner(in files: [SourceFile]) -> [Breach] {
    files.filter { $0.lines.first != banner }.map {
      Breach(key: $0.path, text: "its first line is not \(banner)")
    }
  }

  /// Folders with too many Swift files, subfolders not counted.
  static func fullFolders(in files: [SourceFile]) -> [Breach] {
    Dictionary(grouping: files, by: \.folder).filter { $0.value.count > fullestFolder }
      .map { Breach(key: $0.key, text: "\($0.value.count) files are more than \(fullestFolder)") }
      .sorted { $0.key < $1.key }
  }

  /// Folders in which Swift files stand and which a document does not name, and the reverse.
  ///
  /// The document names a folder as `Sources/Inbox/Spool/` in backticks, with the slash at the end.
  static func undescribedFolders(in files: [SourceFile], document: String) -> [Breach] {
    let present = Set(files.map(\.folder))
    let described = Set(
      document.split(separator: "`").filter { $0.hasPrefix("Sources/") && $0.hasSuffix("/") }
        .map { String($0.dropLast()) })
    let folders = present.symmetricDifference(described).sorted()
    return folders.map { folder in
      Breach(
        key: folder.split(separator: "/").prefix(2).joined(separator: "/"),
        text: present.contains(folder)
          ? "the document does not name \(folder)/"
          : "the document names \(folder)/, where no Swift file is")
    }
  }
}
