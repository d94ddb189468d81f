// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Yams

/// The entries of a configuration file, line by line, before they become settings.
///
/// Values are texts: each setting decides whether `no` or `22:30` is a word, a truth value or a time.
struct ConfigurationFile {
  /// One key with its value.
  struct Entry: Equatable {
    /// The key.
    let key: String

    /// The value.
    let value: Value

    /// The key's line, from 1.
    let line: Int
  }

  /// The value of a key.
  enum Value: Equatable {
    /// One text; empty when there is no value.
    case text(String)

    /// A list of texts, and the line of each.
    case list([String], lines: [Int])

    /// Any other YAML.
    case other
  }

  /// The largest file that is read, in bytes.
  static let maximumByteCount = 256 * 1024

  /// The most aliases in a file.
  ///
  /// Each can double the memory that the parser needs.
  static let maximumAliasCount = 8

  /// The path of the file.
  let path: FilePath

  /// The entries in their order.
  private(set) var entries: [Entry] = []

  /// Why the file cannot be read.
  private(set) var problems: [ConfigurationError.Problem] = []

  /// Reads a file.
  ///
  /// - Parameter mayBeMissing: Whether a missing file is an empty one; otherwise that is a problem.
  init(reading path: FilePath, mayBeMissing: Bool = true) {
    self.path = path
    do throws(Errno) {
      // A FIFO must not block the program: open(2) O_NONBLOCK.
      let file = try FileDescriptor.open(path, .readOnly, options: .nonBlocking)
      let bytes = try file.closeAfter { () throws(Errno) in
        try FileContents.readToEnd(of: file, limit: ConfigurationFile.maximumByteCount + 1)
      }
      parse(bytes)
    } catch {
      guard !mayBeMissing || error != .noSuchFileOrDirectory && error != .notDirectory else {
        return
      }
      add("\(error)", line: nil)
    }
  }

  /// Reads the contents of a file.
  init(path: FilePath, contents: [UInt8]) {
    self.path = path
    parse(contents)
  }

  private mutating func parse(_ bytes: [UInt8]) {
    guard bytes.count <= ConfigurationFile.maximumByteCount else {
      return add("is larger than \(ConfigurationFile.maximumByteCount) bytes", line: nil)
    }
    guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
      return add("is not text in UTF-8", line: nil)
    }
    guard ConfigurationFile.aliasCount(bytes) <= ConfigurationFile.maximumAliasCount else {
      return add("has more than \(ConfigurationFile.maximumAliasCount) aliases", line: nil)
    }
    do {
      // The basic resolver treats every scalar as text, and runs no regular expressions.
      let parser = try Yams.Parser(yaml: text, resolver: .basic, encoding: .utf8)
      try addEntries(of: parser.singleRoot())
    } catch let error as YamlError {
      let (reason, line) = ConfigurationFile.explain(error)
      add(reason, line: line)
    } catch {
      add("\(error)", line: nil)
    }
  }

  private mutating func addEntries(of root: Node?) {
    switch root {
    case nil: break
    case .scalar(let scalar) where scalar.string.isEmpty: break
    case .mapping(let mapping):
      for (key, value) in mapping {
        let line = key.mark?.line ?? 1
        if case .scalar(let name) = key {
          entries.append(Entry(key: name.string, value: Value(value), line: line))
        } else {
          add("a key must be a word", line: line)
        }
      }
    case .some(let node): add("expected lines like key: value", line: node.mark?.line)
    }
  }

  private mutating func add(_ reason: String, line: Int?) {
    problems.append(ConfigurationError.Problem(.file(path, line: line), reason))
  }

  /// How often `*` is before another character: at least the number of aliases.
  private static func aliasCount(_ bytes: [UInt8]) -> Int {
    zip(bytes, bytes.dropFirst()).count { first, second in
      first == UInt8(ascii: "*") && second > 0x20 && second != UInt8(ascii: "*")
    }
  }

  private static func explain(_ error: YamlError) -> (reason: String, line: Int?) {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      ("is not valid YAML: \(problem)", mark.line)
    case .duplicatedKeysInMapping(let keys, let context):
      ("has a key more than once: \(keys.joined(separator: ", "))", context.mark.line)
    case .reader(let problem, _, _, _): ("is not valid YAML: \(problem)", nil)
    default: ("is not valid YAML", nil)
    }
  }
}

extension ConfigurationFile.Value {
  fileprivate init(_ node: Node) {
    switch node {
    case .scalar(let scalar): self = .text(scalar.string)
    case .sequence(let items):
      let texts = items.compactMap { item -> String? in
        if case .scalar(let scalar) = item { scalar.string } else { nil }
      }
      let lines = items.map { $0.mark?.line ?? 1 }
      self = texts.count == items.count ? .list(texts, lines: lines) : .other
    default: self = .other
    }
  }
}
