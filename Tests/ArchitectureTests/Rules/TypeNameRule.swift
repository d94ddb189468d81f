// SPDX-License-Identifier: Apache-2.0

/// A type name means one thing in the whole repository.
enum TypeNameRule {
  /// Names that two files, or two lines of one, declare outside of other types.
  static func breaches(in files: [SourceFile]) -> [Breach] {
    var paths: [String: [String]] = [:]
    for file in files {
      for type in file.topLevelTypes { paths[type, default: []].append(file.path) }
    }
    return paths.filter { $0.value.count > 1 }.sorted { $0.key < $1.key }.map {
      Breach(key: $0.key, text: "is declared in \($0.value.joined(separator: " and "))")
    }
  }
}
