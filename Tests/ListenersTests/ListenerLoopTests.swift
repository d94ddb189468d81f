// SPDX-License-Identifier: Apache-2.0

import Foundation
import SMBMessaging
import TestSupport
import Testing

@testable import Listeners

@Suite(.timeLimit(.minutes(2))) struct ListenerLoopTests {
  /// A sink that concludes only when the test says so.
  private final class SlowSink: MessageSink {
    let concluding = Watched<(@Sendable (SMBStatus) -> Void)?>(nil)

    func deliver(
      _ message: NetworkMessage, then conclude: @escaping @Sendable (SMBStatus) -> Void
    ) {
      concluding.change { $0 = conclude }
    }

    func admits(_ mailslot: RemoteMailslotName) -> Bool { false }

    func write(_ write: NetworkWrite, then conclude: @escaping @Sendable () -> Void) {}
  }

  /// Sends a message, and returns the reply to its end.
  private static func send(to port: UInt16) throws -> SMBStatus? {
    let caller = try Caller(port: port)
    try caller.send(.start(originatorName: Array("BERT".utf8), destinationName: Array("ANNA".utf8)))
    guard let group = try caller.reply()?.groupID else { return nil }
    try caller.send(.text(groupID: group, Array("LAST WORDS".utf8)))
    _ = try caller.reply()
    try caller.send(.end(groupID: group))
    return try caller.reply()?.status
  }

  @Test func `a message taken before the end is delivered, and its sender gets the reply`()
    async throws
  {
    let sink = SlowSink()
    let status = Watched<Result<SMBStatus?, any Error>?>(nil)
    try await ListenerLoop.with { loop in
      let listener = try await SessionListener.open(
        .port(0), on: loop, host: ListenerFixture.host, sink: sink,
        metrics: ListenerFixture.metrics)
      let port = listener.port
      Thread.detachNewThread {
        let result = Result { try Self.send(to: port) }
        status.change { $0 = result }
      }
      #expect(
        try await ListenerFixture.onThread {
          sink.concluding.wait(atMost: .seconds(60)) { $0 != nil }
        })
      await listener.close()
      // No event reports that the loop has begun to end, so give it a moment.
      Thread.detachNewThread {
        usleep(100_000)
        sink.concluding.read(\.self)?(.success)
      }
    }
    #expect(status.wait(atMost: .seconds(60)) { $0 != nil })
    // The closure holds the session, which holds the sink.
    sink.concluding.change { $0 = nil }
    #expect(try status.read { try $0?.get() } == .success)
  }
}
