// SPDX-License-Identifier: Apache-2.0

import CLinux
import Wire

/// Why a call of the system failed: the number that the call left in `errno`; errno(3).
public struct Errno: RawRepresentable, Error, Equatable, Hashable, Sendable {
  /// The number, as the C library has it.
  public let rawValue: CInt

  /// Creates an error from its number.
  public init(rawValue: CInt) { self.rawValue = rawValue }

  /// The number that the last failed call of this thread left.
  ///
  /// Read it before any other call: each one may change it.
  package static var current: Errno { Errno(rawValue: clinux_errno()) }

  /// The operation needs a privilege that the caller lacks: `EPERM`.
  public static let notPermitted = Errno(rawValue: EPERM)

  /// No file has the path: `ENOENT`.
  public static let noSuchFileOrDirectory = Errno(rawValue: ENOENT)

  /// No process has the number: `ESRCH`.
  public static let noSuchProcess = Errno(rawValue: ESRCH)

  /// A signal ended the call: `EINTR`.
  public static let interrupted = Errno(rawValue: EINTR)

  /// The device failed: `EIO`.
  public static let ioError = Errno(rawValue: EIO)

  /// No reader has the other end open, or no device is behind the file: `ENXIO`.
  public static let noSuchAddressOrDevice = Errno(rawValue: ENXIO)

  /// The number is no open descriptor: `EBADF`.
  public static let badFileDescriptor = Errno(rawValue: EBADF)

  /// The call would have to wait: `EAGAIN`.
  public static let wouldBlock = Errno(rawValue: EAGAIN)

  /// The system has no memory left: `ENOMEM`.
  public static let noMemory = Errno(rawValue: ENOMEM)

  /// The permissions do not allow the call: `EACCES`.
  public static let permissionDenied = Errno(rawValue: EACCES)

  /// A file with the path exists: `EEXIST`.
  public static let fileExists = Errno(rawValue: EEXIST)

  /// The file belongs to a device that cannot do this: `ENODEV`.
  public static let operationNotSupportedByDevice = Errno(rawValue: ENODEV)

  /// A component of the path is not a directory: `ENOTDIR`.
  public static let notDirectory = Errno(rawValue: ENOTDIR)

  /// The file is a directory: `EISDIR`.
  public static let isDirectory = Errno(rawValue: EISDIR)

  /// The process has no descriptor left: `EMFILE`.
  public static let tooManyOpenFiles = Errno(rawValue: EMFILE)

  /// The machine has no descriptor left: `ENFILE`.
  public static let tooManyOpenFilesInSystem = Errno(rawValue: ENFILE)

  /// The file system is full: `ENOSPC`.
  public static let noSpace = Errno(rawValue: ENOSPC)

  /// The file system, or its mount in this namespace, is read-only.
  public static let readOnlyFileSystem = Errno(rawValue: EROFS)

  /// No reader has the other end open: `EPIPE`.
  public static let brokenPipe = Errno(rawValue: EPIPE)

  /// The path, or a component of it, is too long: `ENAMETOOLONG`.
  public static let fileNameTooLong = Errno(rawValue: ENAMETOOLONG)

  /// The path leads through a symbolic link that may not be followed, or through too many: `ELOOP`.
  public static let tooManySymbolicLinkLevels = Errno(rawValue: ELOOP)

  /// The other side broke the protocol: `EPROTO`.
  public static let protocolError = Errno(rawValue: EPROTO)

  /// The user's quota on the file system is used up: `EDQUOT`.
  public static let diskQuotaExceeded = Errno(rawValue: EDQUOT)

  /// The message does not fit into one packet: `EMSGSIZE`.
  public static let messageTooLong = Errno(rawValue: EMSGSIZE)

  /// Another socket has the address: `EADDRINUSE`.
  public static let addressInUse = Errno(rawValue: EADDRINUSE)

  /// The other side closed the connection: `ECONNRESET`.
  public static let connectionReset = Errno(rawValue: ECONNRESET)

  /// The kernel has no buffer for the packet: `ENOBUFS`.
  public static let noBufferSpace = Errno(rawValue: ENOBUFS)

  /// The socket is connected already: `EISCONN`.
  public static let socketIsConnected = Errno(rawValue: EISCONN)

  /// The socket is connected to no other: `ENOTCONN`.
  public static let notConnected = Errno(rawValue: ENOTCONN)

  /// The other socket is of another kind: `EPROTOTYPE`.
  public static let wrongSocketType = Errno(rawValue: EPROTOTYPE)

  /// The time for the call is over: `ETIMEDOUT`.
  public static let timedOut = Errno(rawValue: ETIMEDOUT)

  /// No program listens at the address: `ECONNREFUSED`.
  public static let connectionRefused = Errno(rawValue: ECONNREFUSED)

  /// The call goes on in the background: `EINPROGRESS`.
  public static let nowInProgress = Errno(rawValue: EINPROGRESS)

  /// An earlier call goes on in the background: `EALREADY`.
  public static let alreadyInProcess = Errno(rawValue: EALREADY)
}

extension Errno: CustomStringConvertible {
  /// The text of the C library for the number: `No such file or directory`; strerror(3).
  public var description: String {
    unsafe strerror(rawValue).map { unsafe String(cString: $0) } ?? "error \(rawValue)"
  }
}
