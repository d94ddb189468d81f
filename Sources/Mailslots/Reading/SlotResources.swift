// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Wire

/// The descriptors of a reader: the socket, the lock that keeps other readers away, and the directory of
/// both.
struct SlotResources: ~Copyable, Sendable {
  let path: FilePath
  let socket: OwnedDescriptor
  let lock: OwnedDescriptor

  /// Whether other processes may have the same socket and lock: the last of them ends the mailslot.
  private(set) var isShared: Bool

  /// Whether the reader removes the name when it closes.
  ///
  /// A program that bound the socket, for example systemd, keeps its name.
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

  /// Makes a mailslot: takes the lock, binds a temporary name, and links the real name to it.
  ///
  /// So a file with the real name has a reader, or an ended reader left it.
  static func create(
    _ name: MailslotName, in directory: borrowing TrustedDirectory, options: MailslotOptions
  ) throws(MailslotError) -> SlotResources {
    let entry = try SlotResources.entry(of: name)
    let path = directory.path.appending(entry)
    let kept = try SlotResources.keep(directory)
    let lock = try SlotResources.lock(entry, in: directory)
    // A reader may lack the lock: the socket may belong to systemd, which waits for a message.
    guard try SlotFile.hasReader(entry, in: directory) == false else { throw .alreadyExists(path) }
    try remove(entry, in: kept, at: path)

    let socket = try SlotFile.makeSocket(for: path)
    let temporary = "." + entry
    try remove(temporary, in: kept, at: path)
    let stablePath = directory.stablePath(of: temporary)
    try MailslotError.catching(path) { () throws(Errno) in
      // Only messages that are sent after this call have credentials, so it comes before the name.
      try socket.descriptor.receivesCredentials(andDescriptors: options.acceptsDescriptors)
      try socket.descriptor.bind(to: stablePath)
    }
    do throws(Errno) {
      try kept.descriptor.setPermissions(options.writers.permissions, of: temporary)
      try publish(temporary, as: entry, in: kept.descriptor)
    } catch {
      try? kept.descriptor.remove(temporary)
      throw error == .fileExists ? .alreadyExists(path) : MailslotError(error, at: path)
    }
    return SlotResources(
      path: path, entry: entry, socket: socket, lock: lock, directory: kept, removesName: true)
  }

  /// Takes over a socket that another program bound, and takes its lock.
  static func adopt(
    _ descriptor: FileDescriptor, _ name: MailslotName, in directory: borrowing TrustedDirectory,
    options: MailslotOptions
  ) throws(MailslotError) -> SlotResources {
    let entry = try SlotResources.entry(of: name)
    let path = directory.path.appending(entry)
    guard try isBound(descriptor, to: entry, in: directory) else { throw .unexpectedSocket(path) }
    let kept = try SlotResources.keep(directory)
    let lock = try SlotResources.lock(entry, in: directory)
    try MailslotError.catching(path) { () throws(Errno) in
      try descriptor.setInherited(false)
      try descriptor.receivesCredentials(andDescriptors: options.acceptsDescriptors)
    }
    return SlotResources(
      path: path, entry: entry, socket: OwnedDescriptor(descriptor), lock: lock, directory: kept,
      removesName: false)
  }

  /// Takes over the descriptors that a parent process left open.
  static func inherit(
    _ handle: MailslotHandle, _ name: MailslotName, in directory: borrowing TrustedDirectory
  ) throws(MailslotError) -> SlotResources {
    let entry = try SlotResources.entry(of: name)
    let path = directory.path.appending(entry)
    // A socket that a reader made is bound to the temporary name.
    let isCreated = try isBound(handle.socket, to: "." + entry, in: directory)
    let isAdopted = try isBound(handle.socket, to: entry, in: directory)
    guard isCreated || isAdopted else { throw .unexpectedSocket(path) }
    let kept = try SlotResources.keep(directory)
    for descriptor in [handle.socket, handle.lock] {
      try MailslotError.catching(path) { () throws(Errno) in try descriptor.setInherited(false) }
    }
    return SlotResources(
      path: path, entry: entry, socket: OwnedDescriptor(handle.socket),
      lock: OwnedDescriptor(handle.lock), directory: kept,
      removesName: isCreated, isShared: true)
  }

  /// The read timeout of all processes that read from the mailslot; `nil` when no process has set it.
  func sharedReadTimeout() -> Duration?? { LockFileContent.readTimeout(in: lock.descriptor) }

  /// Sets ``sharedReadTimeout()``; `SetMailslotInfo`.
  func setSharedReadTimeout(_ timeout: Duration?) {
    // On a full file system the old timeout stays.
    try? LockFileContent.setReadTimeout(timeout, in: lock.descriptor)
  }

  /// Gives everything back after a failure, and leaves the caller's descriptors open.
  consuming func giveBack() {
    if isShared {
      _ = lock.release()
      _ = socket.release()
    } else if removesName {
      close()
    } else {
      lock.descriptor.unlock()
      _ = socket.release()
    }
  }

  /// Shares the socket and the lock with other processes.
  mutating func share() -> MailslotHandle {
    isShared = true
    return MailslotHandle(socket: socket.descriptor, lock: lock.descriptor)
  }

  /// Gives the socket and the lock to the caller, who closes them; the name stays.
  consuming func release() -> MailslotHandle {
    MailslotHandle(socket: socket.release(), lock: lock.release())
  }

  /// Ends all writing, and keeps the messages in the kernel.
  ///
  /// - Returns: Whether it did: not when another process goes on with the socket.
  func endWriting() -> Bool {
    guard removesName, !isShared else { return false }
    try? directory.descriptor.remove(entry)
    return socket.descriptor.shutDown(.reading)
  }

  /// Closes the descriptors and removes the name, in this order: name, lock.
  ///
  /// The lock file stays.
  consuming func close() {
    let directory = consume directory
    if isShared {
      let file = "/proc/self/fd/\(directory.rawValue)/\(entry).lock"
      _ = consume socket
      _ = consume lock
      // Only the last process that had the lock can take it again.
      guard removesName,
        let lock = try? OwnedDescriptor(
          FileDescriptor.open(FilePath(file), .readWrite, options: .noFollow)),
        (try? lock.descriptor.lockExclusively()) != nil
      else { return }
      try? directory.descriptor.remove(entry)
    } else {
      if removesName {
        try? directory.descriptor.remove(entry)
        socket.descriptor.shutDown(.both)
      }
      // A child between fork and exec has copies of both descriptors, so closing them is not enough.
      lock.descriptor.unlock()
    }
  }

  private static func entry(of name: MailslotName) throws(MailslotError) -> String {
    guard name.host == .local else { throw .invalidName(name.description) }
    return name.encodedFileName
  }

  private static func keep(
    _ directory: borrowing TrustedDirectory
  ) throws(MailslotError) -> OwnedDescriptor {
    let descriptor = directory.descriptor
    return OwnedDescriptor(
      try MailslotError.catching(directory.path) { () throws(Errno) in
        try descriptor.duplicate()
      })
  }

  private static func lock(
    _ entry: String, in directory: borrowing TrustedDirectory
  ) throws(MailslotError) -> OwnedDescriptor {
    let path = directory.path.appending(entry)
    let file = directory.stablePath(of: entry + ".lock")
    let lock: OwnedDescriptor
    do throws(Errno) {
      lock = OwnedDescriptor(try openLock(file))
    } catch {
      let error = MailslotError(error, at: path)
      guard case .accessDenied = error, try SlotFile.hasReader(entry, in: directory) == true else {
        throw error
      }
      throw .alreadyExists(path)
    }
    do throws(Errno) {
      try lock.descriptor.lockExclusively()
    } catch {
      throw error == .wouldBlock ? .alreadyExists(path) : MailslotError(error, at: path)
    }
    return lock
  }

  private static func openLock(_ file: FilePath) throws(Errno) -> FileDescriptor {
    // The first try has no O_CREAT: with fs.protected_regular even root may not use it for a file of
    // another user in a sticky directory.
    if let lock = try? FileDescriptor.open(file, .readWrite, options: .noFollow) { return lock }
    return try FileDescriptor.open(file, .readWrite, options: [.noFollow, .create])
  }

  private static func remove(
    _ entry: String, in directory: borrowing OwnedDescriptor, at path: FilePath
  ) throws(MailslotError) {
    do throws(Errno) {
      try directory.descriptor.remove(entry)
    } catch {
      guard error == .noSuchFileOrDirectory else { throw MailslotError(error, at: path) }
    }
  }

  private static func publish(
    _ temporary: String, as entry: String, in directory: FileDescriptor
  ) throws(Errno) {
    do throws(Errno) {
      try directory.link(temporary, as: entry)
    } catch {
      guard error != .fileExists else { throw error }
      // Some file systems have no hard links.
      return try directory.renameExclusively(temporary, to: entry)
    }
    try? directory.remove(temporary)
  }

  /// Whether a descriptor is a datagram socket that was bound to a name in a directory.
  private static func isBound(
    _ socket: FileDescriptor, to entry: String, in directory: borrowing TrustedDirectory
  ) throws(MailslotError) -> Bool {
    guard let path = socket.boundPath, path.lastComponent?.string == entry else { return false }
    // The socket was bound through /proc/self/fd, which does not name the directory.
    guard !path.starts(with: "/proc") else { return true }
    let parent = path.removingLastComponent()
    let bound = try MailslotError.catching(parent) { () throws(Errno) in try parent.stat() }
    let descriptor = directory.descriptor
    let expected = try MailslotError.catching(directory.path) { () throws(Errno) in
      try descriptor.stat()
    }
    return bound.inode == expected.inode && bound.device == expected.device
  }
}
