// SPDX-License-Identifier: Apache-2.0

import Glibc
import Messages
import Places
import SystemPackage

/// What one name in the spool turns out to be.
enum SpoolFile {
  /// A message.
  case message(SpoolEntry)

  /// Something that is being written, is gone already, or cannot be opened just now.
  case notYet

  /// No message.
  case refused(SpoolRefusal)

  /// The age in milliseconds from which an unfinished file will not be finished any more.
  private static let abandonment: Int64 = 3_600_000

  /// Opens and reads what has a name in a directory; never blocks, never follows a link.
  ///
  /// - Parameter name: The name, as C has it.
  /// - Throws: ``PlaceError`` for an error that says nothing about the file.
  init(_ name: [CChar], in directory: borrowing TrustedDirectory, now: UnixTime) throws(PlaceError)
  {
    let isTemporary = name.first == 0x2E
    let id = SpoolFile.identifier(in: name)
    guard isTemporary || id != nil else {
      self = .refused(.badName)
      return
    }
    // A pipe would block without O_NONBLOCK, and so would a file on which its owner has a lease.
    let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
    let descriptor = unsafe openat(directory.descriptor.rawValue, name, flags)
    guard descriptor >= 0 else {
      self = try SpoolFile(openingFailed: Errno(rawValue: errno), isTemporary, directory.path)
      return
    }
    let file = FileDescriptor(rawValue: descriptor)
    defer { try? file.close() }
    do {
      self = try SpoolFile(file, id, now)
    } catch {
      throw .system(directory.path, error as? Errno ?? .ioError)
    }
  }

  private init(openingFailed error: Errno, _ isTemporary: Bool, _ path: FilePath) throws(PlaceError)
  {
    switch error {
    case .noSuchFileOrDirectory, .wouldBlock: self = .notYet
    case .tooManySymbolicLinkLevels, .noSuchAddressOrDevice, .operationNotSupportedByDevice:
      self = .refused(.notAFile)
    // Its writer may not have set the mode yet.
    case .permissionDenied, .notPermitted: self = isTemporary ? .notYet : .refused(.unreadable)
    default: throw .system(path, error)
    }
  }

  /// Judges an open file; one without an identifier is temporary.
  private init(_ file: FileDescriptor, _ id: MessageID?, _ now: UnixTime) throws {
    let status = try file.stat()
    let time = status.st_mtim
    let modified = UnixTime(seconds: Int64(time.tv_sec), nanoseconds: Int64(time.tv_nsec))
    // By the kernel's clock: the other time is its owner's to set, to the far future for example.
    let changed = Int64(status.st_ctim.tv_sec) * 1000
    let isOld = now.milliseconds - changed > SpoolFile.abandonment
    guard status.type == .regular else {
      self = .refused(.notAFile)
      return
    }
    guard let id, status.size > 0 else {
      self = isOld ? .refused(.abandoned) : .notYet
      return
    }
    if let refusal = SpoolFile.refusal(of: status) {
      self = .refused(refusal)
      return
    }
    let body = try FileContents.readToEnd(of: file, limit: MailslotBody.maximumByteCount + 1)
    guard (1...MailslotBody.maximumByteCount).contains(body.count) else {
      self = .refused(.badSize)
      return
    }
    self = .message(
      SpoolEntry(id: id, sender: status.userID.rawValue, modified: modified, body: body))
  }

  private static func refusal(of status: Stat) -> SpoolRefusal? {
    switch true {
    case status.linkCount != 1: .hardLink
    case !status.permissions.isDisjoint(with: [.groupWrite, .otherWrite]): .writableByOthers
    case status.size > Int64(MailslotBody.maximumByteCount): .badSize
    default: nil
    }
  }

  /// The identifier in a name `ID.msg`.
  private static func identifier(in name: [CChar]) -> MessageID? {
    let bytes = name.dropLast().map { UInt8(bitPattern: $0) }
    guard bytes.suffix(4) == Array(".msg".utf8)[...] else { return nil }
    return MessageID(String(decoding: bytes.dropLast(4), as: UTF8.self))
  }
}
