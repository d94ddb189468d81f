// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// The part that the port and nmbd share: one filter for copies, and one set of limits.
public struct DatagramService: Sendable {
  let loop: any EventLoop
  let dispatcher: NIOLoopBound<DatagramDispatcher>

  /// Creates the service.
  ///
  /// - Parameters:
  ///   - loop: The thread of the listeners.
  ///   - host: The names and interfaces of this machine.
  ///   - sink: Takes the messages and writes.
  ///   - metrics: Counts and logs.
  ///   - browseList: Takes the announcements of computers.
  ///   - limits: The rate limits.
  public init(
    on loop: ListenerLoop, host: HostNetworkState, sink: any MessageSink, metrics: Metrics,
    browseList: SharedBrowseList = SharedBrowseList(), limits: DatagramLimits = DatagramLimits()
  ) async throws {
    let eventLoop = loop.loop
    self.loop = eventLoop
    dispatcher = try await eventLoop.submit {
      NIOLoopBound(
        DatagramDispatcher(
          host: host, sink: sink, metrics: metrics, browseList: browseList,
          limits: limits, deliveries: loop.deliveries.value),
        eventLoop: eventLoop)
    }.get()
  }
}
