// SPDX-License-Identifier: Apache-2.0

/// A time zone.
public enum Zone: Equatable, Sendable {
  /// The zone of the variable `TZ`, or else of the machine; tzset(3).
  case local

  /// Coordinated Universal Time.
  case utc
}
