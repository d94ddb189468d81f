// SPDX-License-Identifier: Apache-2.0

public import LinuxSystem

/// Why a call on a mailslot did not do what was asked.
public enum MailslotError: Error, Equatable, Sendable {
  /// The text is no name of a mailslot here, or not one that can be made here.
  case invalidName(String)

  /// The name has more than ``MailslotName/maximumLength`` UTF-16 units.
  case nameTooLong(String)

  /// The name is about another computer.
  case remote(MailslotName)

  /// Nothing reads at this path: no file, one that a reader left behind, or no socket of the right kind.
  case notFound(FilePath)

  /// The reader's mode for this path does not let this user write, or not make it.
  case accessDenied(FilePath)

  /// The file belongs to somebody who has no business to read there.
  case untrustedOwner(FilePath, userID: UInt32)

  /// There is a reader for this path already.
  case alreadyExists(FilePath)

  /// The reader went away while this writer was open. A new writer may find a new reader.
  case readerGone(FilePath)

  /// The mailslot stayed full until the deadline.
  case queueFull(FilePath)

  /// The message is longer than a write may be.
  case messageTooLong(byteCount: Int, limit: Int)

  /// The reader accepts no descriptor. Nothing was written; without the descriptor it can be.
  case descriptorRefused(FilePath)

  /// No message came in time.
  case timedOut

  /// The next message is longer than what was asked for. It stays where it is.
  case bufferTooSmall(byteCount: Int, limit: Int)

  /// The wait was ended from outside: the task was cancelled, or the reader closed.
  case aborted

  /// The reader was closed before.
  case closed

  /// The descriptor is not the socket that this mailslot would have.
  case unexpectedSocket(FilePath)

  /// The mailslot was not made for other processes to read from.
  case notInheritable(FilePath)

  /// The directory is not to be used.
  case place(DirectoryTrustError)

  /// The system refused.
  case system(FilePath, Errno)

  /// What an error of the system means for the mailslot at a path.
  init(_ errno: Errno, at path: FilePath) {
    switch errno {
    case .noSuchFileOrDirectory: self = .notFound(path)
    case .permissionDenied, .notPermitted: self = .accessDenied(path)
    default: self = .system(path, errno)
    }
  }

  /// Makes a call that fails with `Errno`, for the mailslot at a path.
  static func catching<Value: ~Copyable>(
    _ path: FilePath, _ call: () throws(Errno) -> Value
  ) throws(MailslotError) -> Value {
    do throws(Errno) { return try call() } catch { throw MailslotError(error, at: path) }
  }

  /// The number that Windows gives for the same; [MS-ERREF] §2.2.
  public var win32Code: Int {
    switch self {
    case .notFound: 2
    case .place(.missing): 3
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
    case .remote: 3025
    case .system: 31
    }
  }
}

extension MailslotError: CustomStringConvertible {
  /// One line for a person: what happened, to what, and what to do where that helps.
  public var description: String {
    switch self {
    case .invalidName(let text): #""\#(text)" is not the name of a local mailslot"#
    case .nameTooLong(let text):
      "a mailslot name has at most \(MailslotName.maximumLength) units, this one \(text.utf16.count)"
    case .remote(let name): "\(name) is on another computer, and remote mailslots are off"
    case .notFound(let path): "no mailslot at \(path): nothing reads there"
    case .accessDenied(let path): "\(path): permission denied"
    case .untrustedOwner(let path, let userID):
      "\(path) belongs to uid \(userID), so it is not trusted"
    case .alreadyExists(let path): "\(path) has a reader already"
    case .readerGone(let path): "the reader of \(path) went away"
    case .queueFull(let path): "\(path) is full and its reader does not keep up; try again"
    case .messageTooLong(let count, let limit):
      "the message has \(count) bytes, the limit is \(limit)"
    case .descriptorRefused(let path): "the reader of \(path) accepts no descriptor"
    case .timedOut: "no message came in time"
    case .bufferTooSmall(let count, let limit):
      "the next message has \(count) bytes, and only \(limit) were asked for"
    case .aborted: "the wait was ended"
    case .closed: "the mailslot is closed"
    case .unexpectedSocket(let path): "the socket passed in is not the one of \(path)"
    case .notInheritable(let path):
      "\(path) was not made for other processes to read from: make it with isInheritable"
    case .place(let error): error.description
    case .system(let path, let errno): "\(path): \(errno)"
    }
  }
}
