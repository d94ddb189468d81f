// SPDX-License-Identifier: Apache-2.0

public import LinuxSystem
public import Messages

/// The file in which the gateway lists the computers that announce themselves on the network.
///
///     name ⇥ address ⇥ workgroup ⇥ master ⇥ heard ⇥ expiry ⇥ comment ␊
///
/// Times are milliseconds since 1970. All users may read the file; it exists while the gateway runs.
public struct BrowseListFile: Sendable {
  /// The longest file that is read, in bytes; a full list has a fifth of it.
  private static let maximumByteCount = 1 << 20

  private let path: FilePath

  /// Creates a list that is, or will be, in the file at `path`.
  public init(at path: FilePath) {
    self.path = path
  }

  /// The entries that have not ended; other lines are ignored.
  ///
  /// - Throws: `Errno`; `noSuchFileOrDirectory` when no gateway runs.
  public func read(at now: UnixTime) throws(Errno) -> [BrowseEntry] {
    let file = try FileDescriptor.open(path, .readOnly, options: [.noFollow, .nonBlocking])
    let bytes = try file.closeAfter { () throws(Errno) in
      try FileContents.readToEnd(of: file, limit: BrowseListFile.maximumByteCount)
    }
    return bytes.split(separator: UInt8(ascii: "\n"))
      .compactMap { BrowseEntry(line: String(decoding: $0, as: UTF8.self)) }
      .filter { now < $0.expiry }
  }

  /// Replaces the entries in the file, all of them or none.
  ///
  /// - Throws: ``DirectoryTrustError``; `system` when the file cannot be written.
  public func write(_ entries: [BrowseEntry]) throws(DirectoryTrustError) {
    let name = path.lastComponent?.string ?? "machines"
    let directory = try TrustedDirectory.make(
      path.removingLastComponent(), ownedBy: CurrentProcess.effectiveUserID,
      permissions: FilePermissions(rawValue: 0o755))
    let text = entries.map { $0.line + "\n" }.joined()
    do throws(Errno) {
      try FileContents.replace(
        directory.stablePath(of: name), with: Array(text.utf8),
        permissions: FilePermissions(rawValue: 0o644))
    } catch {
      throw .system(path, error)
    }
  }

  /// Removes the file.
  public func remove() {
    // An error means that there is no file, as wanted.
    try? FileSystem.remove(path)
  }
}
