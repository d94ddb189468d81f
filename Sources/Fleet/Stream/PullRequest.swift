// SPDX-License-Identifier: Apache-2.0

/// The request for the next messages of a consumer: ADR-13 of NATS.
struct PullRequest: StreamAPIRequest {
  private let batch: Int
  private let expires: Int64

  /// - Parameters:
  ///   - batch: How many messages.
  ///   - expires: When the server gives up with a status.
  init(batch: Int, expires: Duration) {
    self.batch = batch
    self.expires = expires.jetStreamNanoseconds
  }
}
