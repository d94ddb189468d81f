// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Whether the tests, and the programs built with them, are watched by a sanitizer.
public enum Sanitizer {
  /// Whether one is at work: memory is then the sanitizer's more than the program's.
  public static let isOn =
    dlsym(nil, "__asan_init") != nil || dlsym(nil, "__tsan_init") != nil

  /// How many times longer than else something may take.
  public static let slowdown = isOn ? 10 : 1

  /// What a program has to be told for the sanitizer to do its work in it as well.
  static let environment = ProcessInfo.processInfo.environment.filter {
    ["ASAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS"].contains($0.key)
  }
}
