// SPDX-License-Identifier: Apache-2.0

/// The wish for a consumer that delivers what the stream keeps behind a sequence.
struct ConsumerRequest: StreamAPIRequest {
  private struct Configuration: Encodable {
    let name: String
    let filterSubject: String
    let deliverPolicy = "by_start_sequence"
    let optStartSeq: UInt64
    let ackPolicy = "none"
    let replayPolicy = "instant"
    let memStorage = true
    let numReplicas = 1
    let inactiveThreshold = Duration.seconds(30).jetStreamNanoseconds
  }

  private let streamName: String
  private let config: Configuration

  /// - Parameter sequence: Delivery begins with the next one.
  init(stream: String, name: String, filter: String, after sequence: UInt64) {
    streamName = stream
    config = Configuration(
      name: name, filterSubject: filter, optStartSeq: max(1, sequence &+ 1))
  }
}
