// SPDX-License-Identifier: Apache-2.0

/// The rules by which clocks on the wall are set.
public enum Zone: Equatable, Sendable {
  /// Those of the machine, or of the variable `TZ`; tzset(3).
  case local

  /// None: Coordinated Universal Time.
  case utc
}
