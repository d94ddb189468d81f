// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// An answer of JetStream, as JSON: ADR-1 of NATS.
struct StreamAnswer: Decodable {
  /// Why the request was refused.
  struct Failure: Decodable {
    /// The kind of failure, as in HTTP.
    let code: Int

    /// What happened.
    let description: String?

    /// The longest description for a person, in characters.
    private static let limit = 200

    /// What happened, for a person: JetStream describes failures in ASCII.
    var words: String {
      let plain = (description ?? "").unicodeScalars.filter { (0x20..<0x7F).contains($0.value) }
      return String(String.UnicodeScalarView(plain.prefix(Failure.limit)))
    }
  }

  let error: Failure?

  /// The sequence of a message that was stored.
  let seq: UInt64?

  /// Whether the server says that it has the message already, and has not stored it.
  let duplicate: Bool?

  /// How many messages a consumer has yet to deliver.
  let numPending: UInt64?

  private enum CodingKeys: String, CodingKey {
    case error, seq, duplicate
    case numPending = "num_pending"
  }

  /// One for all answers: each message of the realm has one.
  private static let decoder = JSONDecoder()

  /// The sequence in the answer to a message that was stored: `{"stream":"MSGR_lab", "seq":17}`.
  ///
  /// Each message has such an answer, and this takes a tenth of the time of the decoder.
  ///
  /// - Returns: `nil` for every other answer, and for the same one with other spaces.
  static func sequence(in payload: [UInt8], of stream: String) -> UInt64? {
    let beginning = #"{"stream":"\#(stream)", "seq":"#.utf8
    guard payload.starts(with: beginning), payload.last == UInt8(ascii: "}") else { return nil }
    return UInt64(String(decoding: payload.dropFirst(beginning.count).dropLast(), as: UTF8.self))
  }

  /// Reads an answer.
  ///
  /// - Throws: ``StreamError/refused(code:text:)``, ``StreamError/malformed``.
  init(_ message: NATSMessage) throws(StreamError) {
    guard
      let answer = try? StreamAnswer.decoder.decode(StreamAnswer.self, from: Data(message.payload))
    else { throw .malformed }
    if let error = answer.error {
      throw .refused(code: error.code, text: error.words)
    }
    self = answer
  }
}
