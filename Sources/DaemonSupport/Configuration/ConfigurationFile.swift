// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Yams

/// What stands in a configuration file, line by line, before anybody asks what it means.
///
/// Values are texts: whether `no` or `22:30` is a word, a truth or a number is not for YAML to say.
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
    /// One text; empty when nothing was written.
    case text(String)

    /// A list of texts, and the line of each.
    case list([String], lines: [Int])

    /// Anything else that YAML can say.
    case other
  }

  /// The largest file that is read, in bytes.
  static let maximumByteCount = 256 * 1024

  /// The most aliases in a file.
  ///
  /// Each can double what the parser makes of the file.
  static let maximumAliasCount = 8

  /// Where the file is.
  let path: FilePath

  /// The entries in their order.
  private(set) var entries: [Entry] = []

  /// Why the file cannot be read.
  private(set) var problems: [ConfigurationProblem] = []

  /// Reads a file; one that is not there is empty.
  init(reading path: FilePath) {
    self.path = path
    do throws(Errno) {
      // A FIFO must not hold the agent up: open(2) O_NONBLOCK.
      let file = try FileDescriptor.open(path, .readOnly, options: .nonBlocking)
      let bytes = try file.closeAfter { () throws(Errno) in
        try FileContents.readToEnd(of: file, limit: ConfigurationFile.maximumByteCount + 1)
      }
      parse(bytes)
    } catch {
      guard error != .noSuchFileOrDirectory && error != .notDirectory else { return }
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
      return add("is not a text in UTF-8", line: nil)
    }
    guard ConfigurationFile.aliasCount(bytes) <= ConfigurationFile.maximumAliasCount else {
      return add("has more than \(ConfigurationFile.maximumAliasCount) aliases", line: nil)
    }
    do {
      // The basic resolver calls every scalar a text, and runs no regular expressions.
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
    case .some(let node): add("there must be lines like key: value", line: node.mark?.line)
    }
  }

  private mutating func add(_ reason: String, line: Int?) {
    problems.append(ConfigurationProblem(.file(path, line: line), reason))
  }

  /// How often `*` stands before something: no less than there are aliases.
  private static func aliasCount(_ bytes: [UInt8]) -> Int {
    zip(bytes, bytes.dropFirst()).count { first, second in
      first == UInt8(ascii: "*") && second > 0x20 && second != UInt8(ascii: "*")
    }
  }

  private static func explain(_ error: YamlError) -> (reason: String, line: Int?) {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      ("is not YAML here: \(problem)", mark.line)
    case .duplicatedKeysInMapping(let keys, let context):
      ("says more than once: \(keys.joined(separator: ", "))", context.mark.line)
    case .reader(let problem, _, _, _): ("is not YAML: \(problem)", nil)
    default: ("is not YAML", nil)
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
