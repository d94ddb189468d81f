// SPDX-License-Identifier: Apache-2.0

import Fuzzing
import NetBIOS
import SMBMessaging
import Wire

/// The client of a session: the answers of a server over TCP to a call and to a message of two blocks.
@main enum FuzzMessageTransmission: FuzzTarget {
  static func run(_ bytes: [UInt8]) {
    guard let called = try? NetBIOSName("BRAVO", suffix: .messenger),
      var transmission = try? MessageTransmission(
        originatorName: [0x41], destinationName: [0x42], blocks: [[0x43], [0x44]],
        form: .multiBlock)
    else { preconditionFailure("a message that cannot be sent") }
    var call = SessionCall(of: called, from: called)
    var reader = SessionPacketReader()
    reader.append(bytes)
    var (isOpen, isOver) = (false, false)
    while !isOver, let packet = try? reader.next() {
      switch call.receive(packet) {
      case .wait: break
      case .open:
        precondition(!isOpen, "a session that is opened twice")
        isOpen = true
        isOver = check(transmission.start())
      case .take(let reply): isOver = check(transmission.receive(reply))
      case .refused, .callAgain, .close: return
      }
    }
    let last = transmission.disconnect()
    precondition(transmission.timeOut() == last, "a message that ends in two ways")
  }

  /// Whether the action is the last one.
  private static func check(_ action: MessageTransmission.Action) -> Bool {
    guard case .send(let smb) = action else { return true }
    precondition((try? MessageRequest(decoding: smb)) != nil, "what was written cannot be read")
    return false
  }
}
