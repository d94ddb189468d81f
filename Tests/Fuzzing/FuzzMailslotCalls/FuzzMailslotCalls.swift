// SPDX-License-Identifier: Apache-2.0

import CInterface
import CMessngr
import Fuzzing

/// Calls for mailslots in any order, with any sizes and handles, as a wrong program in C makes them.
@main enum FuzzMailslotCalls: FuzzTarget {
  static func run(_ bytes: [UInt8]) {
    let slot = open(bytes)
    let writer = CreateFileA(#"\\.\mailslot\fuzz"#, 0, 0, nil, 3, 0, nil)
    var buffer = [UInt8](repeating: 0, count: 256)
    var numbers = (UInt32(0), UInt32(0), UInt32(0), UInt32(0))
    // Fewer than the kernel keeps: a write to a full mailslot waits.
    var writes = 0
    for (index, byte) in bytes.prefix(64).enumerated() {
      // A descriptor of the fuzzer itself must stay open, so no other number is closed.
      let handles = [slot, writer, nil, UnsafeMutableRawPointer(bitPattern: 1 << 62 | index)]
      let handle = handles[Int(byte >> 6)]
      let size = UInt32(byte & 0x0F) * 17
      switch byte >> 4 & 3 {
      case 0: _ = ReadFile(handle, &buffer, size, &numbers.0, nil)
      case 1 where writes < 8:
        writes += 1
        _ = WriteFile(handle, &buffer, size, &numbers.0, nil)
      case 1: break
      case 2: _ = GetMailslotInfo(handle, &numbers.0, &numbers.1, &numbers.2, &numbers.3)
      default: _ = SetMailslotInfo(slot, UInt32(byte & 1))
      }
      precondition(numbers.0 <= 4096 || numbers.0 == .max, "a number that no call can give")
    }
    _ = CloseHandle(writer)
    _ = CloseHandle(slot)
  }

  /// Makes the mailslot `fuzz`, after trying one whose name the bytes are.
  private static func open(_ bytes: [UInt8]) -> UnsafeMutableRawPointer? {
    let name = Array(#"\\.\mailslot\"#.utf8) + bytes.prefix(300).filter { $0 != 0 } + [0]
    name.withUnsafeBytes {
      let made = CreateMailslotA($0.assumingMemoryBound(to: CChar.self).baseAddress, 0, 0, nil)
      _ = CloseHandle(made)
    }
    return CreateMailslotA(#"\\.\mailslot\fuzz"#, 0, 0, nil)
  }
}
