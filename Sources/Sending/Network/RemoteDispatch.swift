// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Mailslots

/// Sends several messages over the network at once, so that none waits for another's host.
struct RemoteDispatch {
  /// How many are under way at most; the others wait for their turn.
  private static let limit = 16

  private let lanes: [[RemoteDelivery]]
  private let deadline: Deadline

  init(_ deliveries: [RemoteDelivery], until deadline: Deadline) {
    self.deadline = deadline
    lanes = (0..<min(deliveries.count, RemoteDispatch.limit)).map { lane in
      stride(from: lane, to: deliveries.count, by: RemoteDispatch.limit).map { deliveries[$0] }
    }
  }

  /// Sends them, calls `body` meanwhile, and returns when everything is done.
  func run(while body: () -> Void) {
    run(lanes[...], while: body)
  }

  private func run(_ lanes: ArraySlice<[RemoteDelivery]>, while body: () -> Void) {
    guard let lane = lanes.first else { return body() }
    let send: @Sendable () -> Void = { [deadline] in
      for delivery in lane { delivery.send(until: deadline) }
    }
    guard let thread = PlainThread(send) else {
      send()
      return run(lanes.dropFirst(), while: body)
    }
    run(lanes.dropFirst(), while: body)
    thread.join()
  }
}
