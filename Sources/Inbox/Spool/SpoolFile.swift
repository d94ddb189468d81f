// SPDX-License-Identifier: Apache-2.0

import Accounts
import LinuxSystem
import Messages

/// The contents of a file in the spool whose name is that of a message.
enum SpoolFile {
  /// A message.
  case message(SpoolEntry)

  /// It is still being written, is gone, or cannot be opened just now.
  case notYet

  /// It is not a message.
  case refused(SpoolRefusal)

  /// Opens and reads a file; it never blocks and never follows a link.
  ///
  /// - Parameters:
  ///   - name: The name in the directory.
  ///   - id: The identifier in the name.
  ///   - owner: The recipient that the message must name.
  /// - Throws: `DirectoryTrustError` for an error that is not the fault of the file.
  init(
    _ name: FileName, _ id: MessageID, in directory: borrowing TrustedDirectory, for owner: UInt32
  ) throws(DirectoryTrustError) {
    let file: FileDescriptor
    do throws(Errno) {
      // A call that waits would wait for a pipe, and for a file on which its owner has a lease.
      file = try directory.descriptor.openForReading(name)
    } catch {
      self = try SpoolFile(openingFailed: error, directory.path)
      return
    }
    defer { try? file.close() }
    do throws(Errno) {
      self = try SpoolFile(file, id, owner)
    } catch {
      throw .system(directory.path, error)
    }
  }

  private init(openingFailed error: Errno, _ path: FilePath) throws(DirectoryTrustError) {
    switch error {
    case .noSuchFileOrDirectory, .wouldBlock: self = .notYet
    case .tooManySymbolicLinkLevels, .noSuchAddressOrDevice, .operationNotSupportedByDevice:
      self = .refused(.notAFile)
    case .permissionDenied, .notPermitted: self = .refused(.unreadable)
    default: throw .system(path, error)
    }
  }

  /// Checks and reads an open file.
  private init(_ file: FileDescriptor, _ id: MessageID, _ owner: UInt32) throws(Errno) {
    let status = try file.stat()
    guard status.type == .regular else {
      self = .refused(.notAFile)
      return
    }
    guard status.size > 0 else {
      self = .notYet
      return
    }
    if let refusal = SpoolFile.refusal(of: status) {
      self = .refused(refusal)
      return
    }
    let bytes = try FileContents.readToEnd(of: file, limit: MailslotBody.maximumByteCount + 1)
    if let refusal = SpoolFile.refusal(of: bytes, for: owner) {
      self = .refused(refusal)
      return
    }
    self = .message(
      SpoolEntry(
        id: id, sender: status.userID, modified: UnixTime(status.modificationTime),
        changed: UnixTime(status.changeTime), body: bytes))
  }

  private static func refusal(of status: FileStatus) -> SpoolRefusal? {
    switch true {
    case status.linkCount != 1: .hardLink
    case !status.permissions.isDisjoint(with: [.groupWrite, .otherWrite]): .writableByOthers
    case !status.permissions.contains(.sticky): .unmarked
    case status.size > Int64(MailslotBody.maximumByteCount): .badSize
    default: nil
    }
  }

  private static func refusal(of bytes: [UInt8], for owner: UInt32) -> SpoolRefusal? {
    guard (1...MailslotBody.maximumByteCount).contains(bytes.count) else { return .badSize }
    // The code page of the text does not matter here.
    guard
      let body = try? MailslotBody(
        decoding: bytes, { String(decoding: $0, as: UTF8.self) })
    else { return .malformed }
    return body.message.attributes.addressee == owner ? nil : .forAnotherUser
  }
}

extension UnixTime {
  fileprivate init(_ time: FileTime) {
    self.init(seconds: Int64(time.seconds), nanoseconds: Int64(time.nanoseconds))
  }
}
