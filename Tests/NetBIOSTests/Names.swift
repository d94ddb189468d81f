// SPDX-License-Identifier: Apache-2.0

import NetBIOS

/// The hosts of all examples: ALPHA sends, BRAVO receives.
enum Names {
  static let alpha = IPv4Address(192, 0, 2, 10)
  static let bravo = IPv4Address(192, 0, 2, 20)

  /// `BRAVO<03>` in its encoding.
  static let encodedBravo = """
    20 45 43 46 43 45 42 46 47 45 50 43 41 43 41 43 41 43 41 43 41 43 41 43 41 43 41 43 41 43 41 41
    44 00
    """

  /// The wildcard in its encoding.
  static let encodedWildcard = """
    20 43 4B 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41
    41 00
    """

  static func name(_ label: String, _ suffix: NameSuffix = .messenger) throws -> NetBIOSName {
    try NetBIOSName(label, suffix: suffix)
  }

  static func scoped(_ label: String, _ suffix: NameSuffix = .messenger) throws -> ScopedName {
    ScopedName(try name(label, suffix))
  }
}
