// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// What the ways by which datagrams come have in common: one filter for copies, one limit.
public struct DatagramService: Sendable {
  let loop: any EventLoop
  let desk: NIOLoopBound<DatagramDispatcher>

  /// Creates the service.
  ///
  /// - Parameters:
  ///   - loop: Where everything happens.
  ///   - announcements: Where it is noted which machines say that they are there.
  ///   - limits: How many messages and writes are taken.
  public init(
    on loop: ListenerLoop, surroundings: HostNetworkState, post: any MessageSink, tally: Metrics,
    announcements: Announcements = Announcements(),
    limits: DatagramLimits = DatagramLimits()
  ) async throws {
    let eventLoop = loop.loop
    self.loop = eventLoop
    desk = try await eventLoop.submit {
      NIOLoopBound(
        DatagramDispatcher(
          surroundings: surroundings, post: post, tally: tally, announcements: announcements,
          limits: limits, deliveries: loop.deliveries.value),
        eventLoop: eventLoop)
    }.get()
  }
}
