// SPDX-License-Identifier: Apache-2.0

/// The longest text of one notification that the server gets; a longer one is cut and ends in `…`.
///
/// A server takes any length and then spends up to 0.2 s on drawing a popup of 10,000 bytes. Text is cut
/// between characters; a limit also allows at most four times as many UTF-8 bytes.
public struct TextLimits: Equatable, Sendable {
  /// The longest summary, in characters; at least 1.
  public var summary: Int

  /// The longest body, in characters; at least 1.
  public var body: Int

  /// Creates limits; by default 255 characters of summary and 4,095 of body; less than 1 counts as 1.
  public init(summary: Int = 255, body: Int = 4095) {
    self.summary = max(summary, 1)
    self.body = max(body, 1)
  }
}
