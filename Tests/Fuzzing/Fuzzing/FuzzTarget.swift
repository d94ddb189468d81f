// SPDX-License-Identifier: Apache-2.0

import CFuzzer

/// A program that feeds a decoder with the bytes that libFuzzer generates.
///
/// Its seeds are the packets in `Tests/Fixtures/NAME`, where its own name is `FuzzNAME`.
public protocol FuzzTarget {
  /// Tries one packet; a trap is a finding.
  static func run(_ bytes: [UInt8])
}

extension FuzzTarget {
  /// Runs until libFuzzer has found something, or has done what its arguments say.
  public static func main() {
    target = Self.self
    var argumentCount = CommandLine.argc
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
    _ = LLVMFuzzerRunDriver(&argumentCount, &arguments) { start, count in
      target?.run(Array(UnsafeBufferPointer(start: start, count: count)))
      return 0
    }
  }
}

// A C function has no place for it. Written once, before the first run, on the only thread.
nonisolated(unsafe) private var target: (any FuzzTarget.Type)?
