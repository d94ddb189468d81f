// SPDX-License-Identifier: Apache-2.0

import Accounts
import LinuxSystem
import Wire

/// The socket file of a mailslot, opened in a trusted directory without following a link.
///
/// An `O_PATH` descriptor keeps the file, so the checked file is the one that a writer connects to.
struct SlotFile: ~Copyable {
  let path: FilePath
  let userID: UInt32
  let permissions: FilePermissions
  private let file: OwnedDescriptor

  /// Opens the file.
  ///
  /// - Throws: ``MailslotError/notFound(_:)`` also for a file that is no socket.
  init(_ entry: String, in directory: borrowing TrustedDirectory) throws(MailslotError) {
    path = directory.path.appending(entry)
    let parent = directory.descriptor
    let file = OwnedDescriptor(
      try MailslotError.catching(path) { () throws(Errno) in
        try FileDescriptor.open(
          FilePath(entry), .readOnly, options: [.pathOnly, .noFollow], in: parent)
      })
    let status = try MailslotError.catching(path) { () throws(Errno) in try file.descriptor.stat() }
    guard status.type == .socket else { throw .notFound(path) }
    userID = status.userID
    permissions = status.permissions
    self.file = file
  }

  /// Makes a socket that is connected to the reader.
  ///
  /// - Throws: ``MailslotError/notFound(_:)`` when no reader has it open, ``MailslotError/accessDenied(_:)``.
  func connect() throws(MailslotError) -> OwnedDescriptor {
    let socket = try SlotFile.makeSocket(for: path)
    do throws(Errno) {
      try connect(socket.descriptor)
      return socket
    } catch .connectionRefused {
      throw .notFound(path)
    } catch .wrongSocketType {
      throw .notFound(path)
    } catch {
      throw MailslotError(error, at: path)
    }
  }

  private func connect(_ socket: FileDescriptor) throws(Errno) {
    do throws(Errno) {
      try socket.connect(to: FilePath("/proc/self/fd/\(file.rawValue)"))
    } catch .noSuchFileOrDirectory {
      // The file is open, so /proc is not mounted.
      try socket.connect(to: path)
    }
  }

  /// Makes a socket for the mailslot at a path.
  static func makeSocket(for path: FilePath) throws(MailslotError) -> OwnedDescriptor {
    OwnedDescriptor(
      try MailslotError.catching(path) { () throws(Errno) in
        try FileDescriptor.unixDatagramSocket()
      })
  }

  /// Whether a reader has the mailslot open; `nil` when the caller may not connect to it.
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
