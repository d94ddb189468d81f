// SPDX-License-Identifier: Apache-2.0

public import Console
public import LinuxSystem
public import Messages
import Wire

/// Why an alias was not added or deleted.
public indirect enum AliasTableError: Error, Equatable, Sendable {
  /// The name is over the limit, in bytes.
  case tooLong(String, limit: Int)

  /// The word is made of dots only.
  case notAName(String)

  /// The name looks like another: ``MessageName/mayMislead``.
  case misleading(String)

  /// The user has this name already.
  case alreadyExists(String)

  /// Another user has this name.
  case taken(String, by: String)

  /// The user has as many aliases as a user may have.
  case tooMany(limit: Int)

  /// The machine's name and a login name cannot be deleted.
  case cannotBeDeleted(String)

  /// The user has no such alias.
  case notLocal(String)

  /// The user's agent does not run, and an alias holds only while it runs.
  case notStarted

  /// The system refused.
  case system(FilePath, Errno)

  /// The code that Windows has for this: lmerr.h.
  public var code: Win32Error {
    switch self {
    case .tooLong, .notAName, .misleading: .invalidParameter
    case .alreadyExists: .aliasAlreadyExists
    case .tooMany: .tooManyAliases
    case .cannotBeDeleted: .cannotDeleteComputerName
    case .notStarted: .messengerNotStarted
    case .notLocal: .notLocalName
    case .taken: .duplicateName
    case .system: .accessDenied
    }
  }

  /// How a program ends on this error.
  public var exitStatus: ExitStatus {
    // A name that cannot be added is a wrong argument, not a text that is refused.
    code == .invalidParameter ? .usage : ExitStatus(code)
  }
}

extension AliasTableError: CustomStringConvertible {
  /// One line for a person.
  public var description: String {
    switch self {
    case .tooLong(let name, let limit): "\(name) is longer than \(limit) bytes (\(code))"
    case .notAName(let name): "'\(name)' is not a name (\(code))"
    case .misleading(let name):
      "'\(name)' has characters that look like others or cannot be seen (\(code))"
    case .alreadyExists(let name): "\(name) is your name already (\(code))"
    case .taken(let name, let holder): "\(name) is taken by \(holder) (\(code))"
    case .tooMany(let limit):
      "you have \(limit) names, which is the most that a user may have (\(code))"
    case .cannotBeDeleted(let name): "\(name) cannot be deleted (\(code))"
    case .notLocal(let name): "you have no name \(name) (\(code))"
    case .notStarted: "your agent does not run: start messngrd (\(code))"
    case .system(let path, let errno): "\(path): \(errno) (\(code))"
    }
  }
}
