// SPDX-License-Identifier: Apache-2.0

/// The keys of the settings in an inbox, which its owner and the agent change at run time.
public enum SettingKey {
  /// Whether popups are shown now: the text of a `DoNotDisturb`.
  public static let doNotDisturb = "do-not-disturb"

  /// The agent that uses the inbox: the line of an ``AgentPresence``.
  public static let agent = "agent"

  /// Any text that differs from the last one: the agent then looks at the popup daemon again, and writes its
  /// description anew, with this text as ``AgentPresence/request``.
  public static let presenceRequest = "agent-request"

  /// The number of the last change to a message of another machine that the agent has reported.
  package static let reportedChange = "reported-change"
}
