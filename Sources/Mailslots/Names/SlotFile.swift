// SPDX-License-Identifier: Apache-2.0

import CLinux
import Glibc
import Places
import SystemPackage

/// The socket file of a mailslot, opened in a trusted directory without following a link.
///
/// What was checked is what is connected to: the file is held by an `O_PATH` descriptor.
struct SlotFile: ~Copyable {
  let path: FilePath
  let userID: UInt32
  let permissions: FilePermissions
  private let file: OwnedDescriptor
  private let stablePath: FilePath

  /// Opens the file.
  ///
  /// - Throws: ``MailslotError/notFound(_:)`` also for whatever is there and no socket.
  init(_ entry: String, in directory: borrowing TrustedDirectory) throws(MailslotError) {
    // open(2) O_PATH, which needs _GNU_SOURCE to be visible: 010000000 on all of Linux.
    let pathOnly = FileDescriptor.OpenOptions(rawValue: 0o10_000_000)
    path = directory.path.appending(entry)
    stablePath = directory.stablePath(of: entry)
    let file = OwnedDescriptor(
      try MailslotError.catching(path) { [stablePath] in
        try FileDescriptor.open(
          stablePath, .readOnly, options: [pathOnly, .noFollow, .closeOnExec])
      })
    let status = try MailslotError.catching(path) { try file.descriptor.stat() }
    guard status.type == .socket else { throw .notFound(path) }
    userID = status.userID.rawValue
    permissions = status.permissions
    self.file = file
  }

  /// Makes a socket that is connected to the reader.
  ///
  /// - Throws: ``MailslotError/notFound(_:)`` when nobody reads, ``MailslotError/accessDenied(_:)``.
  func connect() throws(MailslotError) -> OwnedDescriptor {
    let socket = try OwnedDescriptor(clinux_datagram_socket(), at: path)
    var result = unsafe clinux_connect(socket.rawValue, "/proc/self/fd/\(file.rawValue)")
    if result != 0, Errno(rawValue: errno) == .noSuchFileOrDirectory {
      // The file is open, so it is /proc that is missing.
      result = unsafe clinux_connect(socket.rawValue, stablePath.string)
    }
    guard result == 0 else {
      switch Errno(rawValue: errno) {
      case .connectionRefused, .protocolWrongTypeForSocket: throw .notFound(path)
      case let errno: throw MailslotError(errno, at: path)
      }
    }
    return socket
  }

  /// Whether somebody reads at that place; `nil` when this user may not know.
  static func hasReader(
    _ entry: String, in directory: borrowing TrustedDirectory
  ) throws(MailslotError) -> Bool? {
    do throws(MailslotError) {
      _ = try SlotFile(entry, in: directory).connect()
      return true
    } catch {
      switch error {
      case .notFound: return false
      case .accessDenied: return nil
      default: throw error
      }
    }
  }
}
