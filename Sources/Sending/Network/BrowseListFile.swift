// SPDX-License-Identifier: Apache-2.0

import Glibc
public import LinuxSystem
public import Messages

/// The file in which the gateway notes which machines on the network say that they are there.
///
///     name ⇥ address ⇥ workgroup ⇥ master ⇥ heard ⇥ expiry ⇥ comment ␊
///
/// Times are milliseconds since 1970. Everybody may read it; it is there as long as the gateway is.
public struct BrowseListFile: Sendable {
  /// The longest file that is read, in bytes; a full one has a fifth of it.
  private static let maximumByteCount = 1 << 20

  private let path: FilePath

  /// Creates a list that is, or will be, in the file at `path`.
  public init(at path: FilePath) {
    self.path = path
  }

  /// The machines that are not silent for too long; lines that say nothing are passed over.
  ///
  /// - Throws: `Errno`, `noSuchFileOrDirectory` when no gateway listens.
  public func read(at now: UnixTime) throws(Errno) -> [BrowseEntry] {
    let file = try FileDescriptor.open(
      path, .readOnly, options: [.noFollow, .nonBlocking])
    let bytes = try file.closeAfter { () throws(Errno) in
      try FileContents.readToEnd(of: file, limit: BrowseListFile.maximumByteCount)
    }
    return bytes.split(separator: UInt8(ascii: "\n"))
      .compactMap { BrowseEntry(line: String(decoding: $0, as: UTF8.self)) }
      .filter { now < $0.expiry }
  }

  /// Puts the machines in place of those in the file, whole or not at all.
  ///
  /// - Throws: `DirectoryTrustError`, `Errno`.
  public func write(_ machines: [BrowseEntry]) throws {
    let name = path.lastComponent?.string ?? "machines"
    let directory = try TrustedDirectory.make(
      path.removingLastComponent(), ownedBy: geteuid(),
      permissions: FilePermissions(rawValue: 0o755))
    let partial = directory.stablePath(of: ".\(name).\(getpid())")
    let file = try FileDescriptor.open(
      partial, .writeOnly, options: [.create, .truncate, .noFollow],
      permissions: FilePermissions(rawValue: 0o600))
    do throws(Errno) {
      try file.closeAfter { () throws(Errno) in
        try file.setPermissions(FilePermissions(rawValue: 0o644))
        try file.writeAll(Array(machines.map { $0.line + "\n" }.joined().utf8))
      }
      try FileSystem.rename(partial, to: directory.stablePath(of: name))
    } catch {
      try? FileSystem.remove(partial)
      throw error
    }
  }

  /// Takes the file away.
  public func remove() {
    // Where there is none, there is nothing to do.
    try? FileSystem.remove(path)
  }
}
