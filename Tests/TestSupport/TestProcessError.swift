// SPDX-License-Identifier: Apache-2.0

/// Why a program is no use to a test.
public enum TestProcessError: Error, Equatable {
  /// It is not installed.
  case missing(String, install: String)

  /// It ended without doing what it was started for.
  case ended(String, output: String)

  /// Something did not happen in time.
  case late(String)

  /// The system did not start it; the number is `errno`'s.
  case system(Int32)
}
