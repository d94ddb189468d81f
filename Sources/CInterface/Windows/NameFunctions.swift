// SPDX-License-Identifier: Apache-2.0

import Messages

/// `NetMessageNameAdd` of messngr.h.
@_cdecl("NetMessageNameAdd")
public func netMessageNameAdd(
  _ server: UnsafePointer<UInt16>?, _ name: UnsafePointer<UInt16>?
) -> UInt32 {
  let (server, name) = unsafe (CText.read(server), CText.read(name))
  return FunctionResult.code { () throws(Win32Error) in
    try MessageNames(on: server, form: .wide).add(name)
  }
}

/// `NetMessageNameAddA` of messngr.h.
@_cdecl("NetMessageNameAddA")
public func netMessageNameAddA(
  _ server: UnsafePointer<CChar>?, _ name: UnsafePointer<CChar>?
) -> UInt32 {
  let (server, name) = unsafe (CText.read(server), CText.read(name))
  return FunctionResult.code { () throws(Win32Error) in
    try MessageNames(on: server, form: .narrow).add(name)
  }
}

/// `NetMessageNameDel` of messngr.h.
@_cdecl("NetMessageNameDel")
public func netMessageNameDel(
  _ server: UnsafePointer<UInt16>?, _ name: UnsafePointer<UInt16>?
) -> UInt32 {
  let (server, name) = unsafe (CText.read(server), CText.read(name))
  return FunctionResult.code { () throws(Win32Error) in
    try MessageNames(on: server, form: .wide).delete(name)
  }
}

/// `NetMessageNameDelA` of messngr.h.
@_cdecl("NetMessageNameDelA")
public func netMessageNameDelA(
  _ server: UnsafePointer<CChar>?, _ name: UnsafePointer<CChar>?
) -> UInt32 {
  let (server, name) = unsafe (CText.read(server), CText.read(name))
  return FunctionResult.code { () throws(Win32Error) in
    try MessageNames(on: server, form: .narrow).delete(name)
  }
}

/// `NetMessageNameEnum` of messngr.h.
@_cdecl("NetMessageNameEnum")
public func netMessageNameEnum(
  _ server: UnsafePointer<UInt16>?, _ level: UInt32,
  _ buffer: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?, _ limit: UInt32,
  _ read: UnsafeMutablePointer<UInt32>?, _ total: UnsafeMutablePointer<UInt32>?,
  _ resume: UnsafeMutablePointer<UInt32>?
) -> UInt32 {
  unsafe enumerateNames(CText.read(server), .wide, level, buffer, limit, read, total, resume)
}

/// `NetMessageNameEnumA` of messngr.h.
@_cdecl("NetMessageNameEnumA")
public func netMessageNameEnumA(
  _ server: UnsafePointer<CChar>?, _ level: UInt32,
  _ buffer: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?, _ limit: UInt32,
  _ read: UnsafeMutablePointer<UInt32>?, _ total: UnsafeMutablePointer<UInt32>?,
  _ resume: UnsafeMutablePointer<UInt32>?
) -> UInt32 {
  unsafe enumerateNames(CText.read(server), .narrow, level, buffer, limit, read, total, resume)
}

private func enumerateNames(
  _ server: String?, _ form: TextForm, _ level: UInt32,
  _ buffer: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?, _ limit: UInt32,
  _ read: UnsafeMutablePointer<UInt32>?, _ total: UnsafeMutablePointer<UInt32>?,
  _ resume: UnsafeMutablePointer<UInt32>?
) -> UInt32 {
  guard let buffer = unsafe buffer, let read = unsafe read, let total = unsafe total else {
    return FunctionResult.failed(.invalidParameter)
  }
  unsafe (buffer.pointee, read.pointee, total.pointee) = (nil, 0, 0)
  return FunctionResult.code { () throws(Win32Error) in
    let names = try MessageNames(on: server, form: form)
    let list = try unsafe names.list(level: level, limit: limit, resume: resume)
    unsafe buffer.pointee = list.buffer
    unsafe (read.pointee, total.pointee) = (UInt32(list.count), UInt32(list.total))
    // The caller gets the list and has to free it, but more names follow.
    guard unsafe list.isAll else { throw .moreData }
  }
}

/// `NetMessageNameGetInfo` of messngr.h.
@_cdecl("NetMessageNameGetInfo")
public func netMessageNameGetInfo(
  _ server: UnsafePointer<UInt16>?, _ name: UnsafePointer<UInt16>?, _ level: UInt32,
  _ buffer: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?
) -> UInt32 {
  unsafe findName(CText.read(server), CText.read(name), .wide, level, buffer)
}

/// `NetMessageNameGetInfoA` of messngr.h.
@_cdecl("NetMessageNameGetInfoA")
public func netMessageNameGetInfoA(
  _ server: UnsafePointer<CChar>?, _ name: UnsafePointer<CChar>?, _ level: UInt32,
  _ buffer: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?
) -> UInt32 {
  unsafe findName(CText.read(server), CText.read(name), .narrow, level, buffer)
}

private func findName(
  _ server: String?, _ name: String?, _ form: TextForm, _ level: UInt32,
  _ buffer: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?
) -> UInt32 {
  guard let buffer = unsafe buffer else { return FunctionResult.failed(.invalidParameter) }
  unsafe buffer.pointee = nil
  return FunctionResult.code { () throws(Win32Error) in
    let names = try MessageNames(on: server, form: form)
    unsafe buffer.pointee = try names.info(name, level: level)
  }
}

/// `NetApiBufferFree` of messngr.h.
@_cdecl("NetApiBufferFree")
public func netApiBufferFree(_ buffer: UnsafeMutableRawPointer?) -> UInt32 {
  unsafe buffer?.deallocate()
  return 0
}
