// SPDX-License-Identifier: Apache-2.0

import Listeners
import Testing

@testable import MessengerGateway

@Suite struct DeliveryQueueTests {
  let ann = Addressee.user("ann")
  let ben = Addressee.user("ben")

  private func queue(
    _ change: (inout DeliveryQueue<Int>.Limits) -> Void = { _ in }
  ) -> DeliveryQueue<Int> {
    var limits = DeliveryQueue<Int>.Limits()
    change(&limits)
    return DeliveryQueue(limits)
  }

  /// Runs one job after another to its end, with its delivery.
  private func drain(_ queue: inout DeliveryQueue<Int>) -> [Int] {
    var jobs: [Int] = []
    while let turn = queue.next() {
      jobs.append(turn.job)
      queue.end(turn)
      queue.endDelivery(for: turn.addressee)
    }
    return jobs
  }

  @Test func `what one source sends to one addressee begins in its order, one at a time`() {
    var queue = queue()
    for number in 0..<5 { _ = queue.add(number, for: ann, from: "a") }
    let first = queue.next()
    let second = queue.next()
    #expect(first?.job == 0 && second?.job == nil)
    if let first { queue.end(first) }
    #expect(drain(&queue) == [1, 2, 3, 4])
  }

  @Test func `addressees take turns, and for each of them the sources`() {
    var queue = queue()
    for number in 0..<3 { _ = queue.add(number, for: ann, from: "a") }
    _ = queue.add(10, for: ann, from: "b")
    _ = queue.add(20, for: ben, from: "a")
    #expect(drain(&queue) == [0, 20, 10, 1, 2])
  }

  @Test func `an addressee whose jobs do not end leaves threads for others`() {
    var queue = queue {
      $0.running = 4
      $0.runningPerAddressee = 2
    }
    for source in 0..<9 { _ = queue.add(source, for: ann, from: "\(source)") }
    _ = queue.add(100, for: ben, from: "x")
    let jobs = (0..<4).map { _ in queue.next()?.job }
    #expect(jobs == [0, 100, 1, nil])
  }

  @Test func `an addressee whose deliveries do not end gets no more, and others get theirs`() {
    var queue = queue { $0.openPerAddressee = 2 }
    for source in 0..<5 { _ = queue.add(source, for: ann, from: "\(source)") }
    var begun: [Int] = []
    while let turn = queue.next() {
      begun.append(turn.job)
      queue.end(turn)
    }
    #expect(begun == [0, 1])
    _ = queue.add(100, for: ben, from: "x")
    #expect(drain(&queue) == [100])
    // A further step is always taken, and with the end of a delivery the next begins.
    queue.addStep(50, for: ann)
    let step = queue.next()
    #expect(step?.job == 50)
    if let step { queue.end(step) }
    let none = queue.next()
    #expect(none?.job == nil)
    queue.endDelivery(for: ann)
    let next = queue.next()
    #expect(next?.job == 2)
  }

  @Test func `what is too much of one source, or in all, is refused`() {
    var queue = queue {
      $0.waiting = 5
      $0.waitingPerSource = 3
    }
    var taken = (0..<4).map { queue.add($0, for: ann, from: "a") }
    #expect(taken == [true, true, true, false])
    taken = (0..<4).map { queue.add($0, for: ann, from: "b\($0)") }
    #expect(taken == [true, true, false, false])
    #expect(drain(&queue).count == 5)
    let isTaken = queue.add(9, for: ann, from: "a")
    #expect(isTaken)
  }
}
