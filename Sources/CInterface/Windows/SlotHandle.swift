// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Mailslots

/// A `HANDLE`: the descriptor of a mailslot's socket, and for a reader also that of its lock.
///
/// The low 32 bits are the socket. The high ones are the lock plus one, and 0 for a writer. So a handle needs no
/// table, and a child process that inherits the descriptors can use the same number.
struct SlotHandle {
  /// `INVALID_HANDLE_VALUE`.
  static var invalid: UnsafeMutableRawPointer? { unsafe UnsafeMutableRawPointer(bitPattern: -1) }

  private let number: UInt

  init(_ handle: UnsafeMutableRawPointer?) { number = UInt(bitPattern: handle) }

  init(reader: MailslotHandle) {
    number = UInt(reader.lock.rawValue + 1) << 32 | UInt(reader.socket.rawValue)
  }

  init(writer: MailslotWriter) { number = UInt(writer.release().rawValue) }

  /// The handle as C has it.
  var pointer: UnsafeMutableRawPointer? { unsafe UnsafeMutableRawPointer(bitPattern: number) }

  /// The descriptors of a reader.
  ///
  /// - Throws: ``MailslotError/unexpectedSocket(_:)``, `ERROR_INVALID_PARAMETER`, for the handle of a writer;
  ///   ``MailslotError/closed``, `ERROR_INVALID_HANDLE`, for a number that is no handle.
  func reader() throws(MailslotError) -> MailslotHandle {
    guard isHandle, number >> 32 > 0 || socket.sendBufferSize > 0 else { throw .closed }
    guard number >> 32 > 0 else { throw .unexpectedSocket("") }
    return MailslotHandle(socket: socket, lock: FileDescriptor(rawValue: Int32(number >> 32) - 1))
  }

  /// Uses the descriptor of a writer.
  ///
  /// - Throws: As ``reader()``, with the ends exchanged.
  func withWriter(
    _ body: (MailslotWriter) throws(MailslotError) -> Void
  ) throws(MailslotError) {
    guard isHandle else { throw .closed }
    guard number >> 32 == 0 else { throw .unexpectedSocket("") }
    let writer = MailslotWriter(adopting: socket)
    do throws(MailslotError) {
      try body(writer)
      _ = writer.release()
    } catch {
      // The descriptor stays the caller's.
      _ = writer.release()
      throw error
    }
  }

  /// Closes the handle.
  ///
  /// - Throws: ``MailslotError/closed`` for a number that is no handle.
  func close() throws(MailslotError) {
    guard isHandle else { throw .closed }
    if number >> 32 > 0 { return try reader().close() }
    do throws(Errno) { try socket.close() } catch { throw .closed }
  }

  private var socket: FileDescriptor { FileDescriptor(rawValue: Int32(number & 0x7FFF_FFFF)) }

  private var isHandle: Bool { number & 0x8000_0000 == 0 && number >> 63 == 0 }
}
