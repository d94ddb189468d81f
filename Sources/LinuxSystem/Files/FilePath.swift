// SPDX-License-Identifier: Apache-2.0

import Wire

/// The path of a file, as components between slashes.
///
/// Needless slashes are dropped, because path_resolution(7) ignores them: `/a//b/` is `/a/b`. Everything
/// else stays: `.`, `..` and the names of symbolic links.
public struct FilePath: Hashable, Sendable {
  /// The path as text: UTF-8, no slash at the end but in `/`.
  public let string: String

  /// Creates a path from text.
  public init(_ text: String) {
    string = FilePath.normalized(text)
  }

  /// A part of a path between two slashes: 1 byte and more, no slash.
  public struct Component: Hashable, Sendable {
    /// The name as text.
    public let string: String
  }

  /// Whether the path has no component and does not start at the root.
  public var isEmpty: Bool { string.isEmpty }

  /// Whether the path starts at the root.
  public var isAbsolute: Bool { string.utf8.first == FilePath.slash }

  /// The components, from the left.
  public var components: [Component] {
    string.utf8.split(separator: FilePath.slash).map { Component(string: String(Substring($0))) }
  }

  /// The component on the right; `nil` for the root and the empty path.
  public var lastComponent: Component? { components.last }

  /// The text behind the last dot of the last component; `nil` when it has no dot, or only one in front.
  public var `extension`: String? {
    guard let name = lastComponent?.string, let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")),
      dot != name.startIndex, name != ".."
    else { return nil }
    return String(name[name.index(after: dot)...])
  }

  /// The path without its last component; the root stays the root.
  public func removingLastComponent() -> FilePath {
    guard let slash = string.utf8.lastIndex(of: FilePath.slash) else { return FilePath("") }
    return FilePath(slash == string.startIndex ? "/" : String(string[..<slash]))
  }

  /// The path with components behind it.
  ///
  /// - Parameter components: One component, or several with slashes between them. A slash in front
  ///   changes nothing.
  public func appending(_ components: String) -> FilePath {
    guard !isEmpty else { return FilePath(FilePath.withoutSlash(components)) }
    return FilePath(string + "/" + components)
  }

  /// Whether the first components of this path are those of another.
  public func starts(with other: FilePath) -> Bool {
    guard isAbsolute == other.isAbsolute else { return false }
    let (own, others) = (components, other.components)
    guard own.count >= others.count else { return false }
    for (left, right) in zip(own, others) where left != right { return false }
    return true
  }

  private static func withoutSlash(_ text: String) -> String {
    var bytes = Array(text.utf8)[...]
    while bytes.first == slash { bytes.removeFirst() }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static let slash = UInt8(ascii: "/")

  /// Most paths have no slash too many: those are not copied.
  private static func normalized(_ text: String) -> String {
    guard hasExtraSlash(text) else { return text }
    var bytes: [UInt8] = []
    for byte in text.utf8 where byte != slash || bytes.last != slash { bytes.append(byte) }
    if bytes.count > 1, bytes.last == slash { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func hasExtraSlash(_ text: String) -> Bool {
    var text = text
    // Each path of a send comes through here, and the bytes take a fifth of the time of the UTF-8 view.
    return text.withUTF8 { bytes in
      var isBehindSlash = false
      for index in bytes.indices {
        let isSlash = unsafe bytes[index] == slash
        if isSlash, isBehindSlash { return true }
        isBehindSlash = isSlash
      }
      return isBehindSlash && bytes.count > 1
    }
  }
}

extension FilePath: ExpressibleByStringLiteral {
  /// Creates a path from a literal.
  public init(stringLiteral text: String) { self.init(text) }
}

extension FilePath: CustomStringConvertible {
  /// The path as text.
  public var description: String { string }
}
