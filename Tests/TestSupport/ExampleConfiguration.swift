// SPDX-License-Identifier: Apache-2.0

import Foundation
public import LinuxSystem

/// An example file in `Resources/config`, which shows every setting with its default behind a `#`.
public struct ExampleConfiguration: Sendable {
  /// The file.
  public let path: FilePath

  /// Finds the example with a name.
  public init(_ name: String) {
    let root = (1...3).reduce(URL(filePath: #filePath)) { url, _ in
      url.deletingLastPathComponent()
    }
    path = FilePath(root.appending(path: "Resources/config/\(name)").path)
  }

  /// The text without the `#` of its settings; comments keep theirs.
  ///
  /// Empty where there is no such file.
  public var uncommented: String {
    let text = (try? String(contentsOfFile: path.string, encoding: .utf8)) ?? ""
    return text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.hasPrefix("#") && !$0.hasPrefix("# ") && $0 != "#" ? $0.dropFirst() : $0 }
      .joined(separator: "\n")
  }
}
