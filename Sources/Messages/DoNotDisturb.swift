// SPDX-License-Identifier: Apache-2.0

/// Whether the recipient wants no popups: `off`, `on`, `until MILLISECONDS`.
public enum DoNotDisturb: Hashable, Sendable {
  /// Popups are shown.
  case off

  /// No popups until the recipient turns them on again.
  case on

  /// No popups before that time.
  case until(UnixTime)

  /// Whether popups are off at a time.
  public func isOn(at now: UnixTime) -> Bool {
    switch self {
    case .off: false
    case .on: true
    case .until(let end): now < end
    }
  }
}

extension DoNotDisturb: CustomStringConvertible {
  /// Reads the text in which the state is stored; `nil` for any other text.
  public init?(_ text: some StringProtocol) {
    switch text {
    case "off": self = .off
    case "on": self = .on
    default:
      guard text.hasPrefix("until "), let end = Int64(text.dropFirst("until ".count)) else {
        return nil
      }
      self = .until(UnixTime(milliseconds: end))
    }
  }

  /// The text in which the state is stored; the time is in milliseconds since 1970, UTC.
  public var description: String {
    switch self {
    case .off: "off"
    case .on: "on"
    case .until(let end): "until \(end.milliseconds)"
    }
  }
}
