// SPDX-License-Identifier: Apache-2.0

import CLinux

/// Reports changes to files and directories; inotify(7).
package struct Inotify: ~Copyable, Sendable {
  /// The kinds of changes.
  package struct Changes: OptionSet, Sendable {
    /// The flags, as the C library has them.
    package let rawValue: UInt32

    /// Creates changes from flags.
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// A file was made in the directory, or moved into it: `IN_CREATE`, `IN_MOVED_TO`.
    package static let added = Changes(rawValue: UInt32(IN_CREATE) | UInt32(IN_MOVED_TO))

    /// The permissions or the owner changed: `IN_ATTRIB`.
    package static let attributes = Changes(rawValue: UInt32(IN_ATTRIB))

    /// Bytes were written: `IN_MODIFY`.
    package static let written = Changes(rawValue: UInt32(IN_MODIFY))

    /// A file was removed from the directory, or moved out of it: `IN_DELETE`, `IN_MOVED_FROM`.
    package static let removed = Changes(rawValue: UInt32(IN_DELETE) | UInt32(IN_MOVED_FROM))

    /// A file that was open for writing was closed: `IN_CLOSE_WRITE`.
    package static let closed = Changes(rawValue: UInt32(IN_CLOSE_WRITE))
  }

  private let events: OwnedDescriptor

  /// Creates a watch that watches nothing yet.
  ///
  /// - Throws: `Errno`.
  package init() throws(Errno) {
    let number = inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK))
    guard number >= 0 else { throw .current }
    events = OwnedDescriptor(FileDescriptor(rawValue: number))
  }

  /// Readable as long as ``takeEvents()`` has not taken all changes.
  package var descriptor: FileDescriptor { events.descriptor }

  /// Watches a file or a directory.
  ///
  /// - Parameter isDirectory: Whether it must be a directory.
  /// - Throws: `Errno`.
  package borrowing func watch(
    _ path: FilePath, for changes: Changes, isDirectory: Bool = false
  ) throws(Errno) {
    let mask = changes.rawValue | (isDirectory ? UInt32(IN_ONLYDIR) : 0)
    guard unsafe inotify_add_watch(events.rawValue, path.string, mask) >= 0 else { throw .current }
  }

  /// One change.
  package struct Event: Equatable, Sendable {
    /// The entry of the watched directory that changed; empty for the watched file itself.
    package let name: String

    /// Whether the kernel dropped events because too many came: `IN_Q_OVERFLOW`.
    package let isOverflow: Bool
  }

  /// Takes the next changes without waiting.
  ///
  /// - Returns: Those of one read of 16 KiB, in order; none when no change is left.
  package borrowing func takeEvents() -> [Event] {
    Inotify.events(in: (try? events.descriptor.read(upTo: 16_384)) ?? [])
  }

  /// Splits the kernel's bytes into events: `wd`, `mask`, `cookie` and `len`, four bytes each, and a name of
  /// `len` bytes that ends in NULs.
  static func events(in bytes: [UInt8]) -> [Event] {
    var rest = bytes[...]
    var events: [Event] = []
    func word(_ index: Int) -> UInt32 {
      let start = rest.startIndex + index * 4
      return rest[start..<start + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
    while rest.count >= 16 {
      let name = rest.dropFirst(16).prefix(Int(word(3)))
      events.append(
        Event(
          name: String(decoding: name.prefix { $0 != 0 }, as: UTF8.self),
          isOverflow: word(1) & UInt32(IN_Q_OVERFLOW) != 0))
      rest = rest.dropFirst(16 + name.count)
    }
    return events
  }
}
