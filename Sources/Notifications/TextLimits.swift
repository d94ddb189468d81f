// SPDX-License-Identifier: Apache-2.0

/// How much text of one notification is handed to the server; the rest is cut, with `…` at its end.
///
/// A server takes any length and then spends up to 0.2 s drawing each popup that carries 10,000 bytes.
/// Text is cut between characters; a limit also stands for four times as many UTF-8 bytes.
public struct TextLimits: Equatable, Sendable {
  /// The longest summary, in characters; at least 1.
  public var summary: Int

  /// The longest body, in characters; at least 1.
  public var body: Int

  /// 255 characters of summary and 4,095 of body unless said otherwise; less than 1 is 1.
  public init(summary: Int = 255, body: Int = 4095) {
    self.summary = max(summary, 1)
    self.body = max(body, 1)
  }
}
