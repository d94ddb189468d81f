// SPDX-License-Identifier: Apache-2.0

import Fuzzing

@testable import Listeners

/// The stream of nmbd, in pieces.
@main enum FuzzUnexpectedPackets: FuzzTarget {
  static func run(_ bytes: [UInt8]) {
    var packets = UnexpectedPackets()
    var count = 0
    let size = Int(bytes.first ?? 0) + 1
    for start in stride(from: 0, to: bytes.count, by: size) {
      packets.append(bytes[start..<min(start + size, bytes.count)])
      do {
        while let packet = try packets.next() { count += packet.bytes.count }
      } catch {
        return
      }
    }
    precondition(count <= bytes.count, "more than there was")
  }
}
