// SPDX-License-Identifier: Apache-2.0

/// The version of all programs of this package.
public enum Version {
  /// The version as the programs print it.
  public static let text = "0.1.0"
}
