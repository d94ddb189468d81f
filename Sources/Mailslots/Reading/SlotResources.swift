// SPDX-License-Identifier: Apache-2.0

import CLinux
import Glibc
import Places
import SystemPackage

/// What a reader holds of the system: the socket, the lock that makes it the only one, and the
/// directory in which both have their names.
struct SlotResources: ~Copyable, Sendable {
  let path: FilePath
  let socket: OwnedDescriptor
  let lock: OwnedDescriptor

  /// Whether other processes may have the same socket and lock; the last of them ends it all.
  private(set) var isShared: Bool

  /// Whether the name is to be removed in the end.
  ///
  /// It is not when somebody else made it, systemd for example, and keeps it.
  private let removesName: Bool
  private let directory: OwnedDescriptor
  private let entry: String

  private init(
    path: FilePath, entry: String, socket: consuming OwnedDescriptor,
    lock: consuming OwnedDescriptor, directory: consuming OwnedDescriptor, removesName: Bool,
    isShared: Bool = false
  ) {
    self.path = path
    self.entry = entry
    self.socket = socket
    self.lock = lock
    self.directory = directory
    self.removesName = removesName
    self.isShared = isShared
  }

  /// Makes a mailslot: takes the lock, binds a temporary name, and publishes it under the real one.
  ///
  /// So a file at the real name either has a reader, or was left behind.
  static func create(
    _ name: MailslotName, in directory: borrowing TrustedDirectory, options: MailslotOptions
  ) throws(MailslotError) -> SlotResources {
    let entry = try SlotResources.entry(of: name)
    let path = directory.path.appending(entry)
    let kept = try SlotResources.keep(directory)
    let lock = try SlotResources.lock(entry, in: directory)
    // A reader that ignores the lock is a reader all the same: an activated socket, for example.
    guard try SlotFile.hasReader(entry, in: directory) == false else { throw .alreadyExists(path) }
    try remove(entry, in: kept, at: path)

    let socket = try OwnedDescriptor(clinux_datagram_socket(), at: path)
    // Credentials are only in messages that were sent after this: before the name exists.
    try MailslotError.check(
      clinux_ask(socket.rawValue, true, options.acceptsDescriptors), at: path)
    let temporary = "." + entry
    try remove(temporary, in: kept, at: path)
    try MailslotError.check(
      unsafe clinux_bind(socket.rawValue, directory.stablePath(of: temporary).string), at: path)
    do throws(MailslotError) {
      try MailslotError.check(
        unsafe fchmodat(kept.rawValue, temporary, options.writers.permissions.rawValue, 0),
        at: path)
      try publish(temporary, as: entry, in: kept, at: path)
    } catch {
      unsafe unlinkat(kept.rawValue, temporary, 0)
      throw error
    }
    return SlotResources(
      path: path, entry: entry, socket: socket, lock: lock, directory: kept, removesName: true)
  }

  /// Takes a socket that somebody else bound, and the lock that belongs to it.
  static func adopt(
    _ descriptor: FileDescriptor, _ name: MailslotName, in directory: borrowing TrustedDirectory,
    options: MailslotOptions
  ) throws(MailslotError) -> SlotResources {
    let entry = try SlotResources.entry(of: name)
    let path = directory.path.appending(entry)
    guard try isBound(descriptor, to: entry, in: directory) else { throw .unexpectedSocket(path) }
    let kept = try SlotResources.keep(directory)
    let lock = try SlotResources.lock(entry, in: directory)
    try MailslotError.check(fcntl(descriptor.rawValue, F_SETFD, FD_CLOEXEC), at: path)
    try MailslotError.check(
      clinux_ask(descriptor.rawValue, true, options.acceptsDescriptors), at: path)
    return SlotResources(
      path: path, entry: entry, socket: OwnedDescriptor(descriptor), lock: lock, directory: kept,
      removesName: false)
  }

  /// Takes what a parent process left open for this one.
  static func inherit(
    _ handle: MailslotHandle, _ name: MailslotName, in directory: borrowing TrustedDirectory
  ) throws(MailslotError) -> SlotResources {
    let entry = try SlotResources.entry(of: name)
    let path = directory.path.appending(entry)
    // A socket made here still has the temporary name as its own.
    let isCreated = try isBound(handle.socket, to: "." + entry, in: directory)
    let isAdopted = try isBound(handle.socket, to: entry, in: directory)
    guard isCreated || isAdopted else { throw .unexpectedSocket(path) }
    let kept = try SlotResources.keep(directory)
    for descriptor in [handle.socket, handle.lock] {
      try MailslotError.check(fcntl(descriptor.rawValue, F_SETFD, FD_CLOEXEC), at: path)
    }
    return SlotResources(
      path: path, entry: entry, socket: OwnedDescriptor(handle.socket),
      lock: OwnedDescriptor(handle.lock), directory: kept,
      removesName: isCreated, isShared: true)
  }

  /// The read timeout of all processes that read from the mailslot; `SetMailslotInfo`.
  ///
  /// It stands in the lock file, in nanoseconds; a negative number is for ever.
  ///
  /// `nil` when it was never set there.
  func sharedReadTimeout() -> Duration?? {
    var nanoseconds: Int64 = 0
    let count = unsafe pread(lock.rawValue, &nanoseconds, MemoryLayout<Int64>.size, 0)
    guard count == MemoryLayout<Int64>.size else { return nil }
    return .some(nanoseconds < 0 ? nil : .nanoseconds(nanoseconds))
  }

  /// Sets ``sharedReadTimeout()``.
  func setSharedReadTimeout(_ timeout: Duration?) {
    let (seconds, attoseconds) = (timeout ?? .seconds(-1)).components
    let (whole, isTooLong) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, isOver) = whole.addingReportingOverflow(attoseconds / 1_000_000_000)
    var nanoseconds: Int64 = isTooLong || isOver ? -1 : sum
    unsafe _ = pwrite(lock.rawValue, &nanoseconds, MemoryLayout<Int64>.size, 0)
  }

  /// Gives up what was not used, and leaves the descriptors open that the caller brought.
  consuming func giveBack() {
    if isShared {
      _ = lock.release()
      _ = socket.release()
    } else if removesName {
      close()
    } else {
      _ = flock(lock.rawValue, LOCK_UN)
      _ = socket.release()
    }
  }

  /// From now on other processes may have the same socket and lock.
  mutating func share() -> MailslotHandle {
    isShared = true
    return MailslotHandle(socket: socket.descriptor, lock: lock.descriptor)
  }

  /// Lets nobody write any more, and keeps what was written.
  ///
  /// - Returns: Whether that is possible: not where somebody else will go on with the socket.
  func endWriting() -> Bool {
    guard removesName, !isShared else { return false }
    unsafe unlinkat(directory.rawValue, entry, 0)
    return shutdown(socket.rawValue, Int32(SHUT_RD)) == 0
  }

  /// Gives everything back.
  ///
  /// The name goes while the lock is held; the lock file stays for ever.
  consuming func close() {
    let directory = consume directory
    if isShared {
      let file = "/proc/self/fd/\(directory.rawValue)/\(entry).lock"
      _ = consume socket
      _ = consume lock
      // Whoever can take the lock anew was the last to have it.
      guard removesName,
        let lock = try? OwnedDescriptor(
          FileDescriptor.open(FilePath(file), .readWrite, options: [.noFollow, .closeOnExec])),
        flock(lock.rawValue, LOCK_EX | LOCK_NB) == 0
      else { return }
      unsafe unlinkat(directory.rawValue, entry, 0)
    } else {
      if removesName {
        unsafe unlinkat(directory.rawValue, entry, 0)
        _ = shutdown(socket.rawValue, Int32(SHUT_RDWR))
      }
      // Closing is not enough: a child between fork and exec has copies of both descriptors.
      _ = flock(lock.rawValue, LOCK_UN)
    }
  }

  private static func entry(of name: MailslotName) throws(MailslotError) -> String {
    guard name.host == .local else { throw .invalidName(name.description) }
    return name.encodedFileName
  }

  private static func keep(
    _ directory: borrowing TrustedDirectory
  ) throws(MailslotError) -> OwnedDescriptor {
    try OwnedDescriptor(
      fcntl(directory.descriptor.rawValue, F_DUPFD_CLOEXEC, 0), at: directory.path)
  }

  private static func lock(
    _ entry: String, in directory: borrowing TrustedDirectory
  ) throws(MailslotError) -> OwnedDescriptor {
    let path = directory.path.appending(entry)
    let file = directory.stablePath(of: entry + ".lock")
    let options: FileDescriptor.OpenOptions = [.noFollow, .closeOnExec]
    let lock: OwnedDescriptor
    do {
      // Not created at once: where fs.protected_regular is set, even root may not name O_CREAT for
      // a file that belongs to another user of a sticky directory.
      lock = OwnedDescriptor(
        try (try? FileDescriptor.open(file, .readWrite, options: options))
          ?? FileDescriptor.open(
            file, .readWrite, options: options.union(.create), permissions: .ownerReadWrite))
    } catch {
      let error = MailslotError(error as? Errno ?? .ioError, at: path)
      guard case .accessDenied = error, try SlotFile.hasReader(entry, in: directory) == true else {
        throw error
      }
      throw .alreadyExists(path)
    }
    guard flock(lock.rawValue, LOCK_EX | LOCK_NB) == 0 else {
      switch Errno(rawValue: errno) {
      case .wouldBlock: throw .alreadyExists(path)
      case let errno: throw MailslotError(errno, at: path)
      }
    }
    return lock
  }

  private static func remove(
    _ entry: String, in directory: borrowing OwnedDescriptor, at path: FilePath
  ) throws(MailslotError) {
    guard unsafe unlinkat(directory.rawValue, entry, 0) != 0 else { return }
    let errno = Errno(rawValue: errno)
    guard errno == .noSuchFileOrDirectory else { throw MailslotError(errno, at: path) }
  }

  private static func publish(
    _ temporary: String, as entry: String, in directory: borrowing OwnedDescriptor,
    at path: FilePath
  ) throws(MailslotError) {
    let descriptor = directory.rawValue
    if unsafe linkat(descriptor, temporary, descriptor, entry, 0) == 0 {
      unsafe unlinkat(descriptor, temporary, 0)
      return
    }
    // Some file systems have no hard links.
    guard Errno(rawValue: errno) != .fileExists,
      unsafe clinux_rename_new(descriptor, temporary, entry) == 0
    else {
      let errno = Errno(rawValue: errno)
      throw errno == .fileExists ? .alreadyExists(path) : MailslotError(errno, at: path)
    }
  }

  /// Whether a descriptor is a datagram socket with that name in that directory.
  private static func isBound(
    _ socket: FileDescriptor, to entry: String, in directory: borrowing TrustedDirectory
  ) throws(MailslotError) -> Bool {
    let path = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { buffer in
      guard unsafe clinux_path(socket.rawValue, buffer.baseAddress, buffer.count) == 0 else {
        return FilePath?.none
      }
      return unsafe buffer.baseAddress.map { unsafe FilePath(platformString: $0) }
    }
    guard let path, path.lastComponent?.string == entry else { return false }
    // A name through /proc says nothing about where the directory was when it was bound.
    guard !path.starts(with: "/proc") else { return true }
    let parent = path.removingLastComponent()
    let (bound, expected) = try (
      MailslotError.catching(parent) { try parent.stat() },
      MailslotError.catching(directory.path) { [fd = directory.descriptor] in try fd.stat() }
    )
    return bound.inode == expected.inode && bound.deviceID == expected.deviceID
  }
}
