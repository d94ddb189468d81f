// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Testing

@Suite struct FilePathTests {
  @Test(arguments: [
    ("", ""), ("/", "/"), ("//", "/"), ("///", "/"), ("a", "a"), ("a/", "a"), ("/a//b/", "/a/b"),
    ("a///", "a"), ("./a", "./a"), ("a/./b/../c", "a/./b/../c"), ("/..", "/.."), ("é//ß", "é/ß"),
  ])
  func `needless slashes are dropped, and nothing else changes`(text: String, path: String) {
    #expect(FilePath(text).string == path)
    #expect("\(FilePath(text))" == path)
  }

  @Test(
    arguments: [
      ("", []), ("/", []), ("a", ["a"]), ("/a//b/", ["a", "b"]), ("../.", ["..", "."]),
      ("a/\u{301}b", ["a", "\u{301}b"]),
    ] as [(FilePath, [String])])
  func `a path is split at its slashes`(text: FilePath, components: [String]) {
    #expect(text.components.map(\.string) == components)
    #expect(text.lastComponent?.string == components.last)
  }

  @Test(
    arguments: [("", false), ("/", true), ("a", false), ("/a", true), ("./a", false)]
      as [(FilePath, Bool)])
  func `an absolute path starts at the root`(path: FilePath, isAbsolute: Bool) {
    #expect(path.isAbsolute == isAbsolute)
    #expect(path.isEmpty == (path == ""))
  }

  @Test(
    arguments: [("", ""), ("/", "/"), ("a", ""), ("/a", "/"), ("a/b", "a"), ("/a/b/", "/a")]
      as [(FilePath, FilePath)])
  func `the parent of a path has one component less`(path: FilePath, parent: FilePath) {
    #expect(path.removingLastComponent() == parent)
  }

  @Test(
    arguments: [
      ("", "a", "a"), ("", "/a", "a"), ("/", "a", "/a"), ("a", "b", "a/b"),
      ("/a", "b//c/", "/a/b/c"),
      ("a", "/b", "a/b"), ("a", "", "a"), ("a", "..", "a/.."),
    ] as [(FilePath, String, FilePath)])
  func `a path with components behind it`(path: FilePath, components: String, sum: FilePath) {
    #expect(path.appending(components) == sum)
  }

  @Test(
    arguments: [
      ("/proc/1", "/proc", true), ("/proc", "/proc/", true), ("/proc1", "/proc", false),
      ("/a", "/", true), ("a", "/", false), ("/a", "a", false), ("a", "a/b", false), ("", "", true),
    ] as [(FilePath, FilePath, Bool)])
  func `a path starts with whole components`(path: FilePath, start: FilePath, doesStart: Bool) {
    #expect(path.starts(with: start) == doesStart)
  }

  @Test(
    arguments: [
      ("a.txt", "txt"), ("/a.b/c.tar.gz", "gz"), ("a.", ""), ("a", nil), (".a", nil), (".a.b", "b"),
      ("..", nil), (".", nil), ("a.b/c", nil), ("/", nil),
    ] as [(FilePath, String?)])
  func `an extension stands behind the last dot of a name`(path: FilePath, text: String?) {
    #expect(path.extension == text)
  }
}
