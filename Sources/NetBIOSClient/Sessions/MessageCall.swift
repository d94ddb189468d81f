// SPDX-License-Identifier: Apache-2.0

package import LinuxSystem
import Mailslots
package import NetBIOS
import SMBMessaging
import Wire

/// One message over one session, TCP 139: connect, call, transmit, disconnect.
package struct MessageCall {
  private let called: NetBIOSName
  private let calling: NetBIOSName
  private let transmission: MessageTransmission

  /// Prepares a call in the multi-block form, which every receiver takes; smbd takes no other.
  package init(
    of called: NetBIOSName, from calling: NetBIOSName, originatorName: [UInt8], blocks: [[UInt8]]
  ) throws(NetworkFailure) {
    self.called = called
    self.calling = calling
    do throws(WireError) {
      transmission = try MessageTransmission(
        originatorName: originatorName, destinationName: Array(called.label), blocks: blocks,
        form: .multiBlock)
    } catch {
      throw .unsendable(error)
    }
  }

  /// Makes the call, and follows one retarget if ``RetargetRule`` permits it.
  ///
  /// Returns when the receiver has confirmed the message.
  package func make(to endpoint: Endpoint, until deadline: Deadline) throws(NetworkFailure) {
    guard let other = try call(endpoint, until: deadline) else { return }
    let rule = RetargetRule(interfaces: NetworkInterfaces.all())
    guard rule.permits(other, insteadOf: endpoint), try call(other, until: deadline) == nil else {
      throw .refused(called.description, .unspecified)
    }
  }

  /// Makes one call; returns the endpoint of a retarget.
  private func call(
    _ endpoint: Endpoint, until deadline: Deadline
  ) throws(NetworkFailure) -> Endpoint? {
    var link = try SessionLink(to: endpoint, until: deadline)
    var call = SessionCall(of: called, from: calling)
    try link.send(call.request)
    while true {
      switch call.receive(try link.next()) {
      case .open:
        try transmit(over: &link, &call)
        return nil
      case .wait: break
      case .refused(let refusal): throw .refused(called.description, refusal)
      case .callAgain(let other): return other
      case .take, .close: throw .refused(called.description, .unspecified)
      }
    }
  }

  private func transmit(
    over link: inout SessionLink, _ call: inout SessionCall
  ) throws(NetworkFailure) {
    var transmission = transmission
    var action = transmission.start()
    while true {
      switch action {
      case .send(let bytes):
        do throws(NetworkFailure) {
          try link.send(.message(bytes))
          action = transmission.receive(try reply(over: &link, &call))
        } catch {
          action = transmission.end(error)
          guard case .failed = action else { throw error }
        }
      case .finished: return
      case .failed(let failure): throw .notTaken(failure)
      }
    }
  }

  private func reply(
    over link: inout SessionLink, _ call: inout SessionCall
  ) throws(NetworkFailure) -> [UInt8] {
    while true {
      switch call.receive(try link.next()) {
      case .take(let bytes): return bytes
      case .wait: break
      case .open, .refused, .callAgain, .close: throw .refused(called.description, .unspecified)
      }
    }
  }
}

extension MessageTransmission {
  /// Notes how the link failed.
  fileprivate mutating func end(_ failure: NetworkFailure) -> Action {
    switch failure {
    case .unreachable(_, .timedOut): timeOut()
    default: disconnect()
    }
  }
}
