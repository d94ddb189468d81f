// SPDX-License-Identifier: Apache-2.0

public import Messages
import Wire

/// The encoding of text on the network; nothing in a packet names it.
public enum NetworkEncoding: Equatable, Sendable {
  /// An OEM code page, which the old programs read.
  case page(CodePage)

  /// UTF-8, for a network without old programs: they show it garbled.
  case utf8

  /// Reads `utf-8`, or the name of a code page as ``CodePage/init(name:)`` does; else `nil`.
  public init?(name: String) {
    if ["utf-8", "utf8"].contains(name.lowercased()) {
      self = .utf8
    } else if let page = CodePage(name: name) {
      self = .page(page)
    } else {
      return nil
    }
  }

  /// The bytes of a name; a Character that the page lacks becomes `?`.
  package func encode(_ text: String) -> [UInt8] {
    switch self {
    case .page(let page): page.encode(text).bytes
    case .utf8: Array(text.utf8)
    }
  }

  /// How many Characters of a text the page lacks.
  package func replacementCount(in text: String) -> Int {
    switch self {
    case .page(let page): page.encode(text).replacementCount
    case .utf8: 0
    }
  }

  /// The text in blocks: ``MessageText``.
  package func blocks(of text: String, blockLimit: Int, limit: Int) throws(MessageError)
    -> [[UInt8]]
  {
    switch self {
    case .page(let page):
      try MessageText.blocks(of: text, codePage: page, blockLimit: blockLimit, limit: limit)
    case .utf8:
      try MessageText.blocks(of: text, blockLimit: blockLimit, limit: limit) { Array($0.utf8) }
    }
  }
}
