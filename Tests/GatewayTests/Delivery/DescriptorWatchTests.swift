// SPDX-License-Identifier: Apache-2.0

import Foundation
import LinuxSystem
import Mailslots
import TestSupport
import Testing

@testable import MessengerGateway

@Suite(.timeLimit(.minutes(1))) struct DescriptorWatchTests {
  private static let timeLimit = Duration.seconds(30)

  @Test
  func `each wait ends once: when there is something to read, at its deadline, or at the stop`()
    throws
  {
    let watch = try DescriptorWatch()
    let pipes = try (0..<4).map { _ in try FileDescriptor.pipe() }
    let results = Watched<[Int: Bool]>([:])
    for (index, pipe) in pipes.enumerated() {
      let deadline = index == 1 ? Deadline.after(.milliseconds(50)) : .never
      watch.wait(for: pipe.readEnd, until: deadline) { isReady in
        results.change { results in
          #expect(results[index] == nil)
          results[index] = isReady
        }
      }
    }
    try pipes[0].writeEnd.writeAll([1])
    try pipes[2].writeEnd.close()
    #expect(results.wait(atMost: Self.timeLimit) { $0.count == 3 })
    #expect(results.read(\.self) == [0: true, 1: false, 2: true])
    watch.stop()
    #expect(results.read { $0[3] } == false)
    watch.wait(for: pipes[3].readEnd, until: .never) { isReady in
      results.change { $0[4] = isReady }
    }
    #expect(results.read { $0[4] } == false)
    for (index, pipe) in pipes.enumerated() {
      try pipe.readEnd.close()
      if index != 2 { try pipe.writeEnd.close() }
    }
  }
}
