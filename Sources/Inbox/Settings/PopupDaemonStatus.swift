// SPDX-License-Identifier: Apache-2.0

/// What an agent knows of the popup daemon, for `messngr status` and `messngr doctor`.
public struct PopupDaemonStatus: Equatable, Sendable {
  /// Whether a program has the name of the popup daemon on the session bus.
  public var isRunning = false

  /// Whether it answered when the agent wrote this.
  public var isAnswering = false

  /// The name that it gives itself, such as `dunst`; `nil` when it has not answered.
  public var name: String?

  /// Its version.
  public var version: String?

  /// Whether the session bus can start one.
  public var isStartable = false

  /// How often the agent has had one started since the last popup.
  public var startCount = 0

  /// Why the last start failed.
  public var startFailure: String?

  /// Which popups the desktop keeps back: all of them, or all but critical ones.
  public var silence: Silence?

  /// Which popups a desktop keeps back while its own do-not-disturb is on.
  public enum Silence: String, Sendable {
    /// All popups.
    case all

    /// All but those of critical messages.
    case butCritical = "but-critical"
  }

  /// Creates the status where no popup daemon is.
  public init() {}
}
