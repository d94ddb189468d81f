// SPDX-License-Identifier: Apache-2.0

public import Messages

/// How text is written for the network, which carries no word about it.
public enum NetworkEncoding: Equatable, Sendable {
  /// In an OEM code page, as all the old programs read it.
  case page(CodePage)

  /// In UTF-8, for a network of our own: old programs show it garbled.
  case utf8

  /// Reads a page's name as ``CodePage/init(name:)`` does, or `utf-8`; `nil` for anything else.
  public init?(name: String) {
    if ["utf-8", "utf8"].contains(name.lowercased()) {
      self = .utf8
    } else if let page = CodePage(name: name) {
      self = .page(page)
    } else {
      return nil
    }
  }

  /// The bytes of a name; what the page lacks becomes `?`.
  func encode(_ text: String) -> [UInt8] {
    switch self {
    case .page(let page): page.encode(text).bytes
    case .utf8: Array(text.utf8)
    }
  }

  /// How many Characters of a text the page lacks.
  func replacementCount(in text: String) -> Int {
    switch self {
    case .page(let page): page.encode(text).replacementCount
    case .utf8: 0
    }
  }

  /// The text in blocks: `MessageText.blocks`.
  func blocks(of text: String, blockLimit: Int, limit: Int) throws(MessageError) -> [[UInt8]] {
    switch self {
    case .page(let page):
      try MessageText.blocks(of: text, codePage: page, blockLimit: blockLimit, limit: limit)
    case .utf8:
      try MessageText.blocks(of: text, blockLimit: blockLimit, limit: limit) { Array($0.utf8) }
    }
  }
}
