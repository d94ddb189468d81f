// SPDX-License-Identifier: Apache-2.0

import Wire

/// An answer of the recipient's agent to the sender of a message.
///
/// A receipt is one packet on the descriptor that the sender passed along with the message:
/// `messngr-receipt=1 NUL state=STATE NUL` and, for an answer, its text; or `refused=CODE NUL`. A relay
/// adds `away=1 NUL` when no machine of the realm has the recipient.
public enum Receipt: Equatable, Sendable {
  /// The message has reached a state; an answered one brings its answer.
  case reached(MessageState, answer: String?)

  /// The message has reached a state and stays in it, because its recipient is on no machine of the realm.
  case away(MessageState)

  /// The agent refused the message: ``Win32Error/notEnoughQuota``, ``Win32Error/accessDenied``,
  /// ``Win32Error/invalidParameter`` …
  case refused(Win32Error)

  /// The largest receipt, in bytes.
  public static let maximumByteCount = Message.maximumTextByteCount + 1024

  /// The pair that marks the others as a receipt.
  private static let marker = "messngr-receipt=1"

  /// Reads a receipt; `nil` when the bytes are not a receipt.
  public init?(decoding bytes: [UInt8]) {
    var answer: String?
    var isAway = false
    var receipt: Receipt?
    guard let pairs = AttributePairs(decoding: bytes[...], after: Receipt.marker) else {
      return nil
    }
    for (key, value) in pairs.pairs {
      switch key {
      case "state": receipt = MessageState(rawValue: value).map { .reached($0, answer: nil) }
      case "refused":
        receipt = Digits.decimal(value, limit: UInt64(UInt32.max))
          .map { .refused(Win32Error(rawValue: Int($0))) }
      case "answer": answer = value
      case "away": isAway = value == "1"
      default: break
      }
    }
    switch receipt {
    case .reached(let state, _):
      self = isAway ? .away(state) : .reached(state, answer: answer)
    case .away(let state): self = .away(state)
    case .refused(let code): self = .refused(code)
    case nil: return nil
    }
  }

  private static func fitForScreen(_ answer: String) -> String {
    var kept = String.UnicodeScalarView()
    var byteCount = 0
    for scalar in MessageText.sanitised(answer).unicodeScalars {
      byteCount += UTF8.width(scalar)
      if byteCount > Message.maximumTextByteCount { break }
      kept.append(scalar)
    }
    return String(kept)
  }

  /// The receipt's bytes.
  ///
  /// An answer is sanitised (``MessageText/sanitised(_:)``) and cut at ``Message/maximumTextByteCount``.
  public var encoded: [UInt8] {
    var pairs = AttributePairs()
    switch self {
    case .reached(let state, let answer):
      pairs.append("state", state.rawValue)
      pairs.append("answer", ifPresent: answer.map(Receipt.fitForScreen))
    case .away(let state):
      pairs.append("state", state.rawValue)
      pairs.append("away", 1)
    case .refused(let code): pairs.append("refused", code)
    }
    var writer = ByteWriter()
    pairs.encode(into: &writer, after: Receipt.marker)
    return writer.bytes
  }
}
