// SPDX-License-Identifier: Apache-2.0

import CMessngr

/// What a function of Windows did: a value, or the code of `GetLastError`.
enum CallResult<Value: Equatable & Sendable>: Equatable, Sendable {
  case success(Value)
  case failure(UInt32)
}

/// The handle of `INVALID_HANDLE_VALUE`, which Swift does not import.
var invalidHandle: UnsafeMutableRawPointer? { UnsafeMutableRawPointer(bitPattern: -1) }

func write(_ bytes: [UInt8], to handle: UnsafeMutableRawPointer?) -> CallResult<UInt32> {
  var count: UInt32 = 77
  guard WriteFile(handle, bytes, UInt32(bytes.count), &count, nil) == 1 else {
    return .failure(GetLastError())
  }
  return .success(count)
}

func read(
  _ handle: UnsafeMutableRawPointer?, size: Int = 100, overlapped: Bool = false
) -> CallResult<[UInt8]> {
  var buffer = [UInt8](repeating: 0, count: size)
  var count: UInt32 = 77
  var state = OVERLAPPED()
  let isRead = withUnsafeMutablePointer(to: &state) {
    ReadFile(handle, &buffer, UInt32(size), &count, overlapped ? $0 : nil)
  }
  // A read that fails sets the count to zero.
  guard isRead == 1 else { return count == 0 ? .failure(GetLastError()) : .failure(.max) }
  return .success(Array(buffer.prefix(Int(count))))
}

func info(_ handle: UnsafeMutableRawPointer?) -> CallResult<SlotInfo> {
  var info = SlotInfo()
  guard
    GetMailslotInfo(handle, &info.maximum, &info.next, &info.count, &info.timeout) == 1
  else { return .failure(GetLastError()) }
  return .success(info)
}

func close(handle: UnsafeMutableRawPointer?) -> CallResult<Bool> {
  CloseHandle(handle) == 1 ? .success(true) : .failure(GetLastError())
}
