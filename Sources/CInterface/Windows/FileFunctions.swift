// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Mailslots
import Messages

/// `CreateFileW` of messngr.h.
@_cdecl("CreateFileW")
public func createFileW(
  _ name: UnsafePointer<UInt16>?, _ access: UInt32, _ sharing: UInt32,
  _ attributes: UnsafeMutableRawPointer?, _ disposition: UInt32, _ flags: UInt32,
  _ template: UnsafeMutableRawPointer?
) -> UnsafeMutableRawPointer? {
  unsafe openMailslot(CText.read(name))
}

/// `CreateFileA` of messngr.h.
@_cdecl("CreateFileA")
public func createFileA(
  _ name: UnsafePointer<CChar>?, _ access: UInt32, _ sharing: UInt32,
  _ attributes: UnsafeMutableRawPointer?, _ disposition: UInt32, _ flags: UInt32,
  _ template: UnsafeMutableRawPointer?
) -> UnsafeMutableRawPointer? {
  unsafe openMailslot(CText.read(name))
}

private func openMailslot(_ name: String?) -> UnsafeMutableRawPointer? {
  guard let name else { return unsafe FunctionResult.noHandle(Win32Error(rawValue: 3)) }
  return unsafe FunctionResult.handle { () throws(MailslotError) in
    let name = try MailslotName(fullName: name)
    return SlotHandle(writer: try CallingUser().mailslots.openWriter(name))
  }
}

/// `ReadFile` of messngr.h.
@_cdecl("ReadFile")
public func readFile(
  _ handle: UnsafeMutableRawPointer?, _ buffer: UnsafeMutableRawPointer?, _ size: UInt32,
  _ read: UnsafeMutablePointer<UInt32>?, _ overlapped: UnsafeMutableRawPointer?
) -> Int32 {
  let handle = unsafe SlotHandle(handle)
  let buffer = unsafe UnsafeMutableRawBufferPointer(
    start: buffer, count: buffer == nil ? 0 : Int(size))
  unsafe read?.pointee = 0
  return FunctionResult.success { () throws(MailslotError) in
    let count = try unsafe handle.reader().read(into: buffer, waits: overlapped == nil)
    unsafe read?.pointee = UInt32(clamping: count)
  }
}

/// `WriteFile` of messngr.h.
@_cdecl("WriteFile")
public func writeFile(
  _ handle: UnsafeMutableRawPointer?, _ bytes: UnsafeRawPointer?, _ size: UInt32,
  _ written: UnsafeMutablePointer<UInt32>?, _ overlapped: UnsafeMutableRawPointer?
) -> Int32 {
  let handle = unsafe SlotHandle(handle)
  unsafe written?.pointee = 0
  return FunctionResult.success { () throws(MailslotError) in
    // Before the bytes are copied.
    guard size <= MailslotWriter.standardMessageSize, unsafe bytes != nil || size == 0 else {
      throw .messageTooLong(byteCount: Int(size), limit: MailslotWriter.standardMessageSize)
    }
    let message = unsafe Array(UnsafeRawBufferPointer(start: bytes, count: Int(size)))
    try handle.withWriter { (writer) throws(MailslotError) in
      try writer.write(message, until: .after(.seconds(5)))
    }
    unsafe written?.pointee = size
  }
}

/// `CloseHandle` of messngr.h.
@_cdecl("CloseHandle")
public func closeHandle(_ handle: UnsafeMutableRawPointer?) -> Int32 {
  let handle = unsafe SlotHandle(handle)
  return FunctionResult.success { () throws(MailslotError) in try handle.close() }
}
