// SPDX-License-Identifier: Apache-2.0

public import Console
public import LinuxSystem

/// Why a name was not added or deleted, with Windows's code: lmerr.h.
public enum AliasTableError: Error, Equatable, Sendable {
  /// The name is over the limit, in bytes.
  case tooLong(String, limit: Int)

  /// The word is made of nothing but dots.
  case notAName(String)

  /// The name can be taken for another: ``MessageName/mayMislead``.
  case misleading(String)

  /// The user has this name already.
  case alreadyExists(String)

  /// Somebody else has this name.
  case taken(String, by: String)

  /// The user has as many names as one may have.
  case tooMany(limit: Int)

  /// The machine's name, and a login name, stay.
  case cannotBeDeleted(String)

  /// The user has no such name.
  case notLocal(String)

  /// The user's agent does not run, and a name holds only as long as it does.
  case notStarted

  /// The system refused.
  case system(FilePath, Errno)

  /// The code Windows has for this.
  public var code: Int {
    switch self {
    case .tooLong, .notAName, .misleading: 87
    case .alreadyExists: 2276
    case .tooMany: 2277
    case .cannotBeDeleted: 2278
    case .notStarted: 2284
    case .notLocal: 2285
    case .taken: 2297
    case .system: 5
    }
  }

  /// How a program ends on this error.
  public var exitStatus: ExitStatus {
    switch self {
    case .tooLong, .notAName, .misleading: .usage
    case .notLocal: .noSuchName
    case .tooMany: .noRoom
    case .notStarted: .unavailable
    case .alreadyExists, .taken, .cannotBeDeleted, .system: .notPermitted
    }
  }
}

extension AliasTableError: CustomStringConvertible {
  /// One line for a person.
  public var description: String {
    switch self {
    case .tooLong(let name, let limit): "\(name) is longer than \(limit) bytes (\(code))"
    case .notAName(let name): "'\(name)' is not a name (\(code))"
    case .misleading(let name):
      "'\(name)' has characters that can be taken for others, or not be seen (\(code))"
    case .alreadyExists(let name): "\(name) is your name already (\(code))"
    case .taken(let name, let holder): "\(name) is taken by \(holder) (\(code))"
    case .tooMany(let limit): "you have \(limit) names, and more are not possible (\(code))"
    case .cannotBeDeleted(let name): "\(name) cannot be deleted (\(code))"
    case .notLocal(let name): "you have no name \(name) (\(code))"
    case .notStarted: "your agent does not run: start messngrd (\(code))"
    case .system(let path, let errno): "\(path): \(errno) (\(code))"
    }
  }
}
