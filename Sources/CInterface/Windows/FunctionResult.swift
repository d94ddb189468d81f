// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Mailslots
import Messages

/// What a function of Windows returns, and the code that `GetLastError` has afterwards.
enum FunctionResult {
  /// Runs a function that returns its code: 0 when it does not throw.
  static func code(_ body: () throws(Win32Error) -> Void) -> UInt32 {
    do throws(Win32Error) {
      try body()
      return 0
    } catch {
      return failed(error)
    }
  }

  /// Runs a function that returns whether it succeeded.
  static func success(_ body: () throws(MailslotError) -> Void) -> Int32 {
    do throws(MailslotError) {
      try body()
      return 1
    } catch {
      failed(Win32Error(rawValue: error.win32Code))
      return 0
    }
  }

  /// Runs a function that returns a handle: `INVALID_HANDLE_VALUE` when it throws.
  static func handle(
    _ body: () throws(MailslotError) -> SlotHandle
  ) -> UnsafeMutableRawPointer? {
    do throws(MailslotError) {
      return unsafe try body().pointer
    } catch {
      return unsafe noHandle(Win32Error(rawValue: error.win32Code))
    }
  }

  /// Keeps the code of a failure for `GetLastError`, in a function that returns a handle.
  static func noHandle(_ error: Win32Error) -> UnsafeMutableRawPointer? {
    failed(error)
    return unsafe SlotHandle.invalid
  }

  /// Keeps the code of a failure for `GetLastError`.
  @discardableResult
  static func failed(_ error: Win32Error) -> UInt32 {
    let code = UInt32(clamping: error.rawValue)
    LastCode.current = code
    return code
  }
}

/// `GetLastError` of messngr.h.
@_cdecl("GetLastError")
public func getLastError() -> UInt32 { LastCode.current }
