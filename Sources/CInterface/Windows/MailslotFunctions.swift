// SPDX-License-Identifier: Apache-2.0

import CMessngr
import Mailslots
import Messages

/// `CreateMailslotW` of messngr.h.
@_cdecl("CreateMailslotW")
public func createMailslotW(
  _ name: UnsafePointer<UInt16>?, _ maximum: UInt32, _ timeout: UInt32,
  _ attributes: UnsafeMutableRawPointer?
) -> UnsafeMutableRawPointer? {
  unsafe createMailslot(CText.read(name), maximum, timeout, attributes)
}

/// `CreateMailslotA` of messngr.h.
@_cdecl("CreateMailslotA")
public func createMailslotA(
  _ name: UnsafePointer<CChar>?, _ maximum: UInt32, _ timeout: UInt32,
  _ attributes: UnsafeMutableRawPointer?
) -> UnsafeMutableRawPointer? {
  unsafe createMailslot(CText.read(name), maximum, timeout, attributes)
}

private func createMailslot(
  _ name: String?, _ maximum: UInt32, _ timeout: UInt32, _ attributes: UnsafeMutableRawPointer?
) -> UnsafeMutableRawPointer? {
  let security = unsafe attributes?.loadUnaligned(as: SECURITY_ATTRIBUTES.self)
  guard let name else { return unsafe FunctionResult.noHandle(Win32Error(rawValue: 3)) }
  guard unsafe security?.lpSecurityDescriptor == nil else {
    return unsafe FunctionResult.noHandle(.notSupported)
  }
  var options = MailslotOptions(
    maximumMessageSize: Int(maximum), readTimeout: ReadTimeout.duration(timeout))
  options.isInheritable = unsafe security.map { unsafe $0.bInheritHandle != 0 } ?? false
  return unsafe FunctionResult.handle { () throws(MailslotError) in
    let name = try MailslotName(fullName: name)
    // As on Windows, a mailslot is made on this computer only.
    guard name.host == .local else { throw .invalidName(name.description) }
    let directory = try CallingUser().mailslots.makeDirectory()
    return SlotHandle(reader: try .create(name, in: directory, options: options))
  }
}

/// `GetMailslotInfo` of messngr.h.
@_cdecl("GetMailslotInfo")
public func getMailslotInfo(
  _ handle: UnsafeMutableRawPointer?, _ maximum: UnsafeMutablePointer<UInt32>?,
  _ next: UnsafeMutablePointer<UInt32>?, _ count: UnsafeMutablePointer<UInt32>?,
  _ timeout: UnsafeMutablePointer<UInt32>?
) -> Int32 {
  let handle = unsafe SlotHandle(handle)
  return FunctionResult.success { () throws(MailslotError) in
    let info = try handle.reader().info()
    unsafe maximum?.pointee = UInt32(clamping: info.maximumMessageSize)
    unsafe next?.pointee = info.nextMessageSize.map { UInt32(clamping: $0) } ?? .max
    unsafe count?.pointee = UInt32(clamping: info.messageCount)
    unsafe timeout?.pointee = ReadTimeout.milliseconds(info.readTimeout)
  }
}

/// `SetMailslotInfo` of messngr.h.
@_cdecl("SetMailslotInfo")
public func setMailslotInfo(_ handle: UnsafeMutableRawPointer?, _ timeout: UInt32) -> Int32 {
  let handle = unsafe SlotHandle(handle)
  return FunctionResult.success { () throws(MailslotError) in
    try handle.reader().setReadTimeout(ReadTimeout.duration(timeout))
  }
}
