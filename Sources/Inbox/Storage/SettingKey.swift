// SPDX-License-Identifier: Apache-2.0

/// The names under which the inbox keeps what its owner and the agent have set at run time.
public enum SettingKey {
  /// Whether the owner wants no popups at present: the text of a `DoNotDisturb`.
  public static let doNotDisturb = "do-not-disturb"

  /// What the agent that uses the inbox says of itself: the line of an ``AgentPresence``.
  public static let agent = "agent"
}
