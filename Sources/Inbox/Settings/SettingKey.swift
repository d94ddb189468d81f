// SPDX-License-Identifier: Apache-2.0

/// The keys of the settings in an inbox, which its owner and the agent change at run time.
public enum SettingKey {
  /// Whether popups are shown now: the text of a `DoNotDisturb`.
  public static let doNotDisturb = "do-not-disturb"

  /// The agent that uses the inbox: the line of an ``AgentPresence``.
  public static let agent = "agent"
}
