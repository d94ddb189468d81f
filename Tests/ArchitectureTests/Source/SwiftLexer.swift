// SPDX-License-Identifier: Apache-2.0

/// Separates the code of a Swift file from its comments and its literals.
///
/// It knows `//` and nested `/* */`, strings with any number of `#`, multi-line strings,
/// interpolations, and names in backticks. It does not know regex literals.
struct SwiftLexer {
  /// The code, line by line.
  ///
  /// A literal is `""`, a name in backticks is left out.
  private(set) var code: [String] = []

  /// The comments, line by line, with their slashes.
  private(set) var comments: [String] = []

  private enum Mode: Equatable {
    case code(parentheses: Int)
    case string(hashes: Int, quotes: Int)
    case name
    case lineComment
    case blockComment
  }

  private let bytes: [UInt8]
  private var position = 0
  private var modes: [Mode] = [.code(parentheses: 0)]
  private var codeLine: [UInt8] = []
  private var commentLine: [UInt8] = []

  init(_ text: String) {
    bytes = Array(text.utf8)
    while position < bytes.count { step() }
    endLine()
  }

  private mutating func step() {
    guard bytes[position] != UInt8(ascii: "\n") else {
      if modes.last == .lineComment { modes.removeLast() }
      position += 1
      return endLine()
    }
    switch modes[modes.count - 1] {
    case .code(let parentheses): stepInCode(parentheses: parentheses)
    case .string(let hashes, let quotes): stepInString(hashes: hashes, quotes: quotes)
    case .name:
      if take("`") { modes.removeLast() } else { position += 1 }
    case .lineComment: comment(byteCount: 1)
    case .blockComment:
      if next("/*") {
        modes.append(.blockComment)
        comment(byteCount: 2)
      } else if next("*/") {
        modes.removeLast()
        comment(byteCount: 2)
      } else {
        comment(byteCount: 1)
      }
    }
  }

  private mutating func stepInCode(parentheses: Int) {
    guard "/`\"#()".utf8.contains(bytes[position]) else { return takeCode() }
    if next("//") {
      modes.append(.lineComment)
    } else if next("/*") {
      modes.append(.blockComment)
      comment(byteCount: 2)
    } else if take("`") {
      modes.append(.name)
    } else if let literal = openingOfLiteral() {
      modes.append(literal)
      codeLine += Array("\"\"".utf8)
    } else if next(")"), parentheses == 1, modes.count > 1 {
      position += 1
      modes.removeLast()
    } else {
      if next("(") { modes[modes.count - 1] = .code(parentheses: parentheses + 1) }
      if next(")") { modes[modes.count - 1] = .code(parentheses: parentheses - 1) }
      takeCode()
    }
  }

  private mutating func takeCode() {
    codeLine.append(bytes[position])
    position += 1
  }

  private mutating func stepInString(hashes: Int, quotes: Int) {
    guard bytes[position] == UInt8(ascii: "\\") || bytes[position] == UInt8(ascii: "\"") else {
      position += 1
      return
    }
    let marks = String(repeating: "#", count: hashes)
    if take("\\" + marks + "(") {
      modes.append(.code(parentheses: 1))
      codeLine.append(UInt8(ascii: " "))
    } else if take(String(repeating: "\"", count: quotes) + marks) {
      modes.removeLast()
    } else {
      position += hashes == 0 && next("\\") ? 2 : 1
    }
  }

  /// Takes the `#` and quotes that open a string, if there are such.
  private mutating func openingOfLiteral() -> Mode? {
    var hashes = 0
    while next(String(repeating: "#", count: hashes + 1)) { hashes += 1 }
    let marks = String(repeating: "#", count: hashes)
    if take(marks + "\"\"\"") { return .string(hashes: hashes, quotes: 3) }
    if take(marks + "\"") { return .string(hashes: hashes, quotes: 1) }
    return nil
  }

  private func next(_ text: String) -> Bool {
    bytes[position...].starts(with: text.utf8)
  }

  private mutating func take(_ text: String) -> Bool {
    guard next(text) else { return false }
    position += text.utf8.count
    return true
  }

  private mutating func comment(byteCount: Int) {
    commentLine += bytes[position..<min(position + byteCount, bytes.count)]
    position += byteCount
  }

  private mutating func endLine() {
    code.append(String(decoding: codeLine, as: UTF8.self))
    comments.append(String(decoding: commentLine, as: UTF8.self))
    codeLine = []
    commentLine = []
  }
}
