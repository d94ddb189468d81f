// SPDX-License-Identifier: Apache-2.0

import CLinux

/// The number of an open file, pipe, socket or directory of this process; open(2).
///
/// It is only the number: the caller closes it, once.
public struct FileDescriptor: RawRepresentable, Hashable, Sendable {
  /// The number: 0 and up for an open descriptor.
  public let rawValue: CInt

  /// Creates a descriptor from its number.
  public init(rawValue: CInt) { self.rawValue = rawValue }

  /// Standard input: 0.
  public static let standardInput = FileDescriptor(rawValue: 0)

  /// Standard output: 1.
  public static let standardOutput = FileDescriptor(rawValue: 1)

  /// Standard error: 2.
  public static let standardError = FileDescriptor(rawValue: 2)

  /// What the process may do with an open file.
  public enum AccessMode: Sendable {
    /// Reading.
    case readOnly

    /// Writing.
    case writeOnly

    /// Reading and writing.
    case readWrite

    fileprivate var flag: CInt {
      switch self {
      case .readOnly: O_RDONLY
      case .writeOnly: O_WRONLY
      case .readWrite: O_RDWR
      }
    }
  }

  /// How a file is opened, which is always close-on-exec; open(2).
  public struct OpenOptions: OptionSet, Sendable {
    /// The flags, as the C library has them.
    public let rawValue: CInt

    /// Creates options from flags.
    public init(rawValue: CInt) { self.rawValue = rawValue }

    /// Makes the file when it does not exist: `O_CREAT`.
    public static let create = OpenOptions(rawValue: O_CREAT)

    /// Makes the file, and fails when it exists: `O_CREAT` and `O_EXCL`.
    public static let exclusiveCreate = OpenOptions(rawValue: O_CREAT | O_EXCL)

    /// Makes an existing file empty: `O_TRUNC`.
    public static let truncate = OpenOptions(rawValue: O_TRUNC)

    /// Fails when the last component is a symbolic link: `O_NOFOLLOW`.
    public static let noFollow = OpenOptions(rawValue: O_NOFOLLOW)

    /// Never waits, neither in this call nor in later ones: `O_NONBLOCK`.
    public static let nonBlocking = OpenOptions(rawValue: O_NONBLOCK)

    /// Fails unless the file is a directory: `O_DIRECTORY`.
    public static let directory = OpenOptions(rawValue: O_DIRECTORY)

    /// Does not make a terminal the controlling one of this process: `O_NOCTTY`.
    public static let noControllingTerminal = OpenOptions(rawValue: O_NOCTTY)

    /// Opens the place of the file, not its contents: `O_PATH`.
    public static let pathOnly = OpenOptions(rawValue: CInt(clinux_path_only))
  }

  /// Opens a file; openat(2).
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - mode: What the process may do with it.
  ///   - options: How it is opened. It is always close-on-exec.
  ///   - permissions: Those of a file that is made, less the umask.
  ///   - directory: Where a relative path starts; `nil` for the working directory.
  /// - Throws: `Errno`.
  public static func open(
    _ path: FilePath, _ mode: AccessMode, options: OpenOptions = [],
    permissions: FilePermissions = .ownerReadWrite, in directory: FileDescriptor? = nil
  ) throws(Errno) -> FileDescriptor {
    try unsafe open(
      path.string, flags: mode.flag | options.rawValue, permissions: permissions,
      in: directory?.rawValue ?? AT_FDCWD)
  }

  /// Opens a file, close-on-exec; openat(2).
  static func open(
    _ path: UnsafePointer<CChar>, flags: CInt, permissions: FilePermissions = [],
    in directory: CInt
  ) throws(Errno) -> FileDescriptor {
    while true {
      let number = unsafe clinux_open(directory, path, flags, permissions.rawValue)
      if number >= 0 { return FileDescriptor(rawValue: number) }
      let failure = Errno.current
      guard failure == .interrupted else { throw failure }
    }
  }

  /// Closes the descriptor; close(2).
  ///
  /// - Throws: `Errno`. The descriptor is closed even then, so the caller must not try again.
  @inline(never)
  public func close() throws(Errno) {
    guard CLinux.close(rawValue) == 0 else { throw .current }
  }

  /// Runs `body`, and then closes the descriptor, also when `body` throws.
  ///
  /// - Throws: The error of `body`; else `Errno` when closing fails: a file system may report only then that
  ///   it could not store the bytes that were written.
  @discardableResult
  public func closeAfter<Value>(_ body: () throws(Errno) -> Value) throws(Errno) -> Value {
    let value: Value
    do throws(Errno) {
      value = try body()
    } catch {
      CLinux.close(rawValue)
      throw error
    }
    try close()
    return value
  }

  /// Makes another descriptor for the same open file, close-on-exec; fcntl(2) `F_DUPFD_CLOEXEC`.
  ///
  /// - Throws: `Errno`.
  public func duplicate() throws(Errno) -> FileDescriptor {
    let number = clinux_duplicate(rawValue)
    guard number >= 0 else { throw .current }
    return FileDescriptor(rawValue: number)
  }

  /// Makes a pipe, both ends close-on-exec; pipe2(2).
  ///
  /// - Parameter isNonBlocking: Whether reading and writing never wait.
  /// - Throws: `Errno`.
  public static func pipe(
    isNonBlocking: Bool = false
  ) throws(Errno) -> (readEnd: FileDescriptor, writeEnd: FileDescriptor) {
    var ends: (CInt, CInt) = (-1, -1)
    guard unsafe clinux_pipe(&ends.0, &ends.1, isNonBlocking) == 0 else { throw .current }
    return (FileDescriptor(rawValue: ends.0), FileDescriptor(rawValue: ends.1))
  }
}

/// Locks on open files, which other processes see; flock(2).
extension FileDescriptor {
  /// Takes the lock on this file for this descriptor alone, without waiting.
  ///
  /// - Throws: `Errno`, `.wouldBlock` when another descriptor has the lock.
  package func lockExclusively() throws(Errno) {
    guard flock(rawValue, LOCK_EX | LOCK_NB) == 0 else { throw .current }
  }

  /// Takes the lock on this file for this descriptor alone, and waits for it.
  ///
  /// - Throws: `Errno`, `.timedOut` at the deadline.
  package func lockExclusively(until deadline: Deadline) throws(Errno) {
    do throws(Errno) {
      return try lockExclusively()
    } catch {
      guard error == .wouldBlock else { throw error }
    }
    // flock(2) knows no deadline. The copy has the same lock, and the thread keeps it open.
    let copy = try duplicate()
    let result = Monitor<Errno?>(nil)
    let thread = PlainThread {
      var failure = Errno(rawValue: 0)
      while flock(copy.rawValue, LOCK_EX) != 0 {
        failure = .current
        guard failure == .interrupted else { break }
        failure = Errno(rawValue: 0)
      }
      try? copy.close()
      result.withLock { $0 = failure }
      result.wakeAll()
    }
    guard thread != nil else {
      try? copy.close()
      throw .noMemory
    }
    guard let failure = result.wait(until: deadline, { $0 }) else { throw .timedOut }
    guard failure == Errno(rawValue: 0) else { throw failure }
  }

  /// Gives the lock back, also for the copies of this descriptor that other processes have.
  package func unlock() { _ = flock(rawValue, LOCK_UN) }

  /// Whether a program that this process starts gets the descriptor; fcntl(2) `FD_CLOEXEC`.
  ///
  /// - Throws: `Errno`.
  package func setInherited(_ isInherited: Bool) throws(Errno) {
    guard clinux_set_inherited(rawValue, isInherited) == 0 else { throw .current }
  }
}

/// Terminals; tty(4).
extension FileDescriptor {
  /// Whether the descriptor is a terminal; isatty(3).
  package var isTerminal: Bool { isatty(rawValue) == 1 }

  /// How many columns the terminal has; `nil` when it is unknown; ioctl(2) `TIOCGWINSZ`.
  package var terminalColumnCount: Int? {
    let count = clinux_terminal_columns(rawValue)
    return count > 0 ? Int(count) : nil
  }
}
