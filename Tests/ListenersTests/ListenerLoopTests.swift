// SPDX-License-Identifier: Apache-2.0

import Foundation
import SMBMessaging
import TestSupport
import Testing

@testable import Listeners

@Suite(.timeLimit(.minutes(2))) struct ListenerLoopTests {
  /// A post that takes its time.
  private final class SlowPost: MessageSink {
    let concluding = Watched<(@Sendable (SMBStatus) -> Void)?>(nil)

    func deliver(
      _ message: NetworkMessage, then conclude: @escaping @Sendable (SMBStatus) -> Void
    ) {
      concluding.change { $0 = conclude }
    }

    func admits(_ mailslot: RemoteMailslotName) -> Bool { false }

    func write(_ write: NetworkWrite, then conclude: @escaping @Sendable () -> Void) {}
  }

  /// Sends a message, and returns what it is told at its end.
  private static func send(to port: UInt16) throws -> SMBStatus? {
    let caller = try Caller(port: port)
    try caller.send(.start(originatorName: Array("BERT".utf8), destinationName: Array("ANNA".utf8)))
    guard let group = try caller.reply()?.groupID else { return nil }
    try caller.send(.text(groupID: group, Array("LAST WORDS".utf8)))
    _ = try caller.reply()
    try caller.send(.end(groupID: group))
    return try caller.reply()?.status
  }

  @Test func `what was taken before the end is delivered, and its sender told`() async throws {
    let post = SlowPost()
    let status = Watched<Result<SMBStatus?, any Error>?>(nil)
    try await ListenerLoop.with { loop in
      let listener = try await SessionListener.open(
        .port(0), on: loop, surroundings: ListenerFixture.surroundings, post: post,
        tally: ListenerFixture.tally)
      let port = listener.port
      Thread.detachNewThread {
        let result = Result { try Self.send(to: port) }
        status.change { $0 = result }
      }
      #expect(
        try await ListenerFixture.onThread {
          post.concluding.wait(atMost: .seconds(60)) { $0 != nil }
        })
      await listener.close()
      // Nothing tells that the loop has begun to end; a moment is what it takes.
      Thread.detachNewThread {
        usleep(100_000)
        post.concluding.read(\.self)?(.success)
      }
    }
    #expect(status.wait(atMost: .seconds(60)) { $0 != nil })
    // It holds the session, which holds the post.
    post.concluding.change { $0 = nil }
    #expect(try status.read { try $0?.get() } == .success)
  }
}
