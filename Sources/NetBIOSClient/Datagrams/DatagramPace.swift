// SPDX-License-Identifier: Apache-2.0

/// How fast the messages of one command follow each other on the network, and which may get lost there.
///
/// No receiver confirms a datagram, and none can slow a sender down. Without pauses the queue of a receiver
/// is full after some hundred datagrams.
package struct DatagramPace {
  /// The pause after each message but the first ones.
  package static let pause = Duration.milliseconds(2)

  /// How many messages go out without a pause.
  package static let burst = 16

  /// How many messages of one computer a gateway takes in ``gatewayTime``, unless it is configured otherwise.
  package static let gatewayLimit = 600

  /// See ``gatewayLimit``.
  static let gatewayTime = 60

  private let portableByteCount: Int?
  private var count = 0
  private var longest = 0

  /// - Parameter portableByteCount: The longest message that all receivers take; `nil` when no message goes
  ///   to the network.
  package init(portableByteCount: Int?) { self.portableByteCount = portableByteCount }

  /// Notes that a message was sent.
  ///
  /// - Returns: How long to wait before the next one.
  package mutating func note(byteCount: Int) -> Duration {
    guard portableByteCount != nil else { return .zero }
    count += 1
    longest = max(longest, byteCount)
    return count > DatagramPace.burst ? DatagramPace.pause : .zero
  }

  /// What may be lost, for the user.
  package var warnings: [String] {
    var lines: [String] = []
    if let portableByteCount, longest > portableByteCount {
      lines.append(
        "computers where Samba takes the datagrams get no message of more than \(portableByteCount) bytes"
      )
    }
    let excess = count - DatagramPace.gatewayLimit
    if excess > 0 {
      lines.append(
        "up to \(excess) of \(count) messages may be lost: a gateway takes \(DatagramPace.gatewayLimit) "
          + "of one computer in \(DatagramPace.gatewayTime) seconds, and no receiver confirms a datagram"
      )
    }
    return lines
  }
}
