// SPDX-License-Identifier: Apache-2.0

/// Why a test cannot go on with a program.
public enum TestProcessError: Error, Equatable {
  /// It is not installed.
  case missing(String, install: String)

  /// It ended too early, or with a failure.
  case ended(String, output: String)

  /// A condition did not hold in time.
  case late(String)

  /// A system call failed with this `errno`.
  case system(Int32)
}
