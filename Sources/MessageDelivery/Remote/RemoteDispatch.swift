// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Mailslots

/// Sends several messages over the network at once, so a slow host does not delay the others.
struct RemoteDispatch {
  /// The most messages that are sent at once.
  private static let limit = 16

  private let lanes: [[RemoteDelivery]]
  private let deadline: Deadline

  /// Distributes the deliveries over threads.
  init(_ deliveries: [RemoteDelivery], until deadline: Deadline) {
    self.deadline = deadline
    lanes = (0..<min(deliveries.count, RemoteDispatch.limit)).map { lane in
      stride(from: lane, to: deliveries.count, by: RemoteDispatch.limit).map { deliveries[$0] }
    }
  }

  /// Sends the messages, calls `body` meanwhile, and returns when both are done.
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
