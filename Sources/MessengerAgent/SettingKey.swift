// SPDX-License-Identifier: Apache-2.0

/// The names under which the inbox keeps what its owner has chosen at run time.
public enum SettingKey {
  /// A ``DoNotDisturb``.
  public static let doNotDisturb = "do-not-disturb"
}
