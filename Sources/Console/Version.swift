// SPDX-License-Identifier: Apache-2.0

/// The version of all programs of this package.
public enum Version {
  /// The version as it is printed.
  public static let text = "0.1.0"
}
