// SPDX-License-Identifier: Apache-2.0

import Fuzzing
import NetBIOS
import SMBMessaging
import Wire

/// The server of sessions: the bytes of a caller over TCP, in pieces, from the first to the last.
///
///     status of each delivery | length of the pieces | stream…
@main enum FuzzMessageSession: FuzzTarget {
  private static let start = ContinuousClock.now

  private static let names = (try? NetBIOSName("BRAVO", suffix: .messenger)).map { Set([$0]) }

  static func run(_ bytes: [UInt8]) {
    guard bytes.count > 2 else { return }
    let statuses: [SMBStatus] = [.success, .paused, .messagesOff, .noRoom, .requestNotAccepted]
    let status = statuses[Int(bytes[0]) % statuses.count]
    var reader = SessionPacketReader()
    var acceptor = SessionAcceptor(names: bytes[0] < 0x80 ? names : nil, at: start)
    var session = MessageSession()
    var (now, rest) = (start, bytes.dropFirst(2))
    while !rest.isEmpty {
      reader.append(rest.prefix(Int(bytes[1]) + 1))
      rest = rest.dropFirst(Int(bytes[1]) + 1)
      do throws(WireError) {
        while let packet = try reader.next() {
          now += .milliseconds(bytes[0])
          switch acceptor.receive(packet, at: now) {
          case .wait: break
          case .send(let packet): check(packet)
          case .refuse(let packet): return check(packet)
          case .close: return
          case .take(let smb): guard take(smb, status, &session) else { return }
          }
          precondition(acceptor.deadline > now - .seconds(40), "a session without an end")
        }
      } catch {
        return
      }
    }
    guard case .close = acceptor.expire(at: acceptor.deadline) else {
      preconditionFailure("a session that does not end")
    }
  }

  /// Gives one SMB to the session; `false` when the session is over.
  private static func take(
    _ smb: [UInt8], _ status: SMBStatus, _ session: inout MessageSession
  ) -> Bool {
    switch session.receive(smb) {
    case .close: return false
    case .reply(let reply): precondition((try? MessageReply(decoding: reply)) != nil)
    case .deliver(let message):
      let limits = MessageSession.Limits()
      precondition(message.textByteCount <= limits.textByteCount, "a text that is too long")
      precondition(message.blocks.count <= limits.blockCount, "a text in too many pieces")
      guard case .close = session.receive(smb) else {
        preconditionFailure("a message that comes before the one before it is concluded")
      }
      guard case .reply(let reply) = session.conclude(status) else {
        preconditionFailure("a message without an answer")
      }
      precondition((try? MessageReply(decoding: reply))?.header.status == status)
    }
    return true
  }

  private static func check(_ packet: SessionPacket) {
    precondition((try? packet.encoded()).flatMap { try? SessionPacket(decoding: $0) } == packet)
  }
}
