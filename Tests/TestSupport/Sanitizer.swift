// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Whether the tests, and the programs built with them, run under a sanitizer.
public enum Sanitizer {
  /// Whether a sanitizer is linked: most memory is then the sanitizer's.
  public static let isOn =
    dlsym(nil, "__asan_init") != nil || dlsym(nil, "__tsan_init") != nil

  /// The factor by which times may be longer.
  public static let slowdown = isOn ? 10 : 1

  /// The variables with the sanitizer's options, for the programs that a test starts.
  static let environment = ProcessInfo.processInfo.environment.filter {
    ["ASAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS"].contains($0.key)
  }
}
