// SPDX-License-Identifier: Apache-2.0

/// The request for the next messages of a consumer: ADR-13 of NATS.
struct PullRequest: StreamAPIRequest {
  private let batch: Int
  private let expires: Int64

  /// Eight megabytes: machines of the realm choose how large their messages are.
  private let maxBytes = 8 << 20

  /// - Parameters:
  ///   - batch: How many messages.
  ///   - expires: When the server gives up with a status.
  init(batch: Int, expires: Duration) {
    self.batch = batch
    self.expires = expires.jetStreamNanoseconds
  }
}
