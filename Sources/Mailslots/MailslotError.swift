// SPDX-License-Identifier: Apache-2.0

public import LinuxSystem
import Wire

/// Why a call on a mailslot failed.
public indirect enum MailslotError: Error, Equatable, Sendable {
  /// The text is no name of a mailslot on this computer, or no name under which one can be made.
  case invalidName(String)

  /// The name has more than ``MailslotName/maximumLength`` UTF-16 units.
  case nameTooLong(String)

  /// The name belongs to another computer.
  case remote(MailslotName)

  /// No reader has this path: it has no file, one that a reader left behind, or no socket of the right kind.
  case notFound(FilePath)

  /// This user may not write to the mailslot at this path, or not make it.
  case accessDenied(FilePath)

  /// The file belongs to a user other than root, the caller and the owner of the directory.
  case untrustedOwner(FilePath, userID: UInt32)

  /// Another reader has this path.
  case alreadyExists(FilePath)

  /// The reader closed while this writer was open.
  ///
  /// A new writer may find a new reader.
  case readerGone(FilePath)

  /// The mailslot stayed full until the deadline.
  case queueFull(FilePath)

  /// The message is longer than a write may be.
  case messageTooLong(byteCount: Int, limit: Int)

  /// The reader accepts no descriptor.
  ///
  /// The message was not written. Without the descriptor it can be.
  case descriptorRefused(FilePath)

  /// No message came in time.
  case timedOut

  /// The next message is longer than the caller takes. It stays in the mailslot.
  case bufferTooSmall(byteCount: Int, limit: Int)

  /// The wait ended early: the task was cancelled, or the reader closed.
  case aborted

  /// The reader was closed before.
  case closed

  /// The descriptor is not the socket of this mailslot.
  case unexpectedSocket(FilePath)

  /// The mailslot was made for one process only.
  case notInheritable(FilePath)

  /// The directory cannot be trusted.
  case place(DirectoryTrustError)

  /// The process, or the machine, has no descriptor left.
  case tooManyOpenFiles(FilePath)

  /// No account has the login name.
  case unknownUser(String)

  /// A call of the system failed.
  case system(FilePath, Errno)

  /// Creates the error for a call of the system that failed on the mailslot at a path.
  init(_ errno: Errno, at path: FilePath) {
    switch errno {
    case .noSuchFileOrDirectory: self = .notFound(path)
    case .permissionDenied, .notPermitted: self = .accessDenied(path)
    case .tooManyOpenFiles, .tooManyOpenFilesInSystem: self = .tooManyOpenFiles(path)
    default: self = .system(path, errno)
    }
  }

  /// Creates the error for a directory that cannot be used.
  init(_ error: DirectoryTrustError) {
    switch error {
    case .system(let path, .tooManyOpenFiles), .system(let path, .tooManyOpenFilesInSystem):
      self = .tooManyOpenFiles(path)
    default: self = .place(error)
    }
  }

  /// Makes a call of the system for the mailslot at a path.
  static func catching<Value: ~Copyable>(
    _ path: FilePath, _ call: () throws(Errno) -> Value
  ) throws(MailslotError) -> Value {
    do throws(Errno) { return try call() } catch { throw MailslotError(error, at: path) }
  }

  /// The number that Windows has for this error; [MS-ERREF] §2.2.
  public var win32Code: Int {
    switch self {
    case .notFound: 2
    case .place(.missing): 3
    case .tooManyOpenFiles: 4
    case .accessDenied, .untrustedOwner, .descriptorRefused, .place: 5
    case .closed, .notInheritable: 6
    case .readerGone: 38
    case .messageTooLong, .unexpectedSocket: 87
    case .timedOut: 121
    case .bufferTooSmall: 122
    case .invalidName: 123
    case .alreadyExists: 183
    case .nameTooLong, .system(_, .fileNameTooLong): 206
    case .aborted: 995
    case .queueFull: 1816
    case .unknownUser: 2221
    case .remote: 3025
    case .system: 31
    }
  }
}

extension MailslotError: CustomStringConvertible {
  /// One line for a user: what failed, why, and what the user can do.
  public var description: String {
    switch self {
    case .invalidName(let text): #""\#(text)" is not the name of a local mailslot"#
    case .nameTooLong(let text):
      "a mailslot name has at most \(MailslotName.maximumLength) units, this one "
        + "\(MailslotName.unitCount(text.unicodeScalars.map { $0 }[...]))"
    case .remote(let name): "\(name) is on another computer, and remote mailslots are off"
    case .notFound(let path): "no program reads from a mailslot at \(path)"
    case .accessDenied(let path): "\(path): permission denied"
    case .untrustedOwner(let path, let userID):
      "\(path) belongs to uid \(userID), so it is not trusted"
    case .alreadyExists(let path): "\(path) has a reader already"
    case .readerGone(let path): "the reader of \(path) has closed it"
    case .queueFull(let path): "\(path) is full and its reader does not keep up; try again"
    case .messageTooLong(let count, let limit):
      "the message has \(count) bytes, the limit is \(limit)"
    case .descriptorRefused(let path): "the reader of \(path) accepts no descriptor"
    case .timedOut: "no message came in time"
    case .bufferTooSmall(let count, let limit):
      "the next message has \(count) bytes, and the read takes at most \(limit)"
    case .aborted: "the wait ended early: the read was cancelled, or the reader closed"
    case .closed: "the mailslot is closed"
    case .unexpectedSocket(let path): "the descriptor is not the socket of \(path)"
    case .notInheritable(let path):
      "\(path) cannot be shared with other processes: make it with isInheritable"
    case .place(let error): error.description
    case .tooManyOpenFiles(let path): "\(path): no descriptor is left: see ulimit -n"
    case .unknownUser(let user): #"the user "\#(user)" does not exist"#
    case .system(let path, let errno): "\(path): \(errno)"
    }
  }
}
