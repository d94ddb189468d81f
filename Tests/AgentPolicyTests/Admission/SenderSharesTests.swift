// SPDX-License-Identifier: Apache-2.0

import Messages
import Testing

@testable import AgentPolicy

/// How much of the inbox senders use, between two counts of the inbox.
@Suite struct SenderSharesTests {
  private let message = Admission.Usage(messageCount: 1, byteCount: 100)
  private let many = Admission.Usage(messageCount: 7, byteCount: 700)

  @Test func `an admitted message counts before it is stored, and once`() {
    var shares = SenderShares([.user(1): many])
    shares.admit(message, of: .user(1))
    #expect(shares[.user(1)] == Admission.Usage(messageCount: 8, byteCount: 800))
    shares.settle(message, of: .user(1), isStored: true)
    #expect(shares[.user(1)] == Admission.Usage(messageCount: 8, byteCount: 800))
    #expect(shares[.user(2)] == Admission.Usage())
  }

  @Test func `an admitted message that is not stored counts no more`() {
    var shares = SenderShares([.user(1): many])
    shares.admit(message, of: .user(1))
    shares.settle(message, of: .user(1), isStored: false)
    #expect(shares[.user(1)] == many)
  }

  @Test func `a new count keeps what is admitted and not stored yet`() {
    var shares = SenderShares([.user(1): many, .address("192.0.2.1"): many])
    shares.admit(message, of: .user(1))
    shares.replace(with: message, of: .user(1))
    #expect(shares[.user(1)] == Admission.Usage(messageCount: 2, byteCount: 200))
    shares.replaceAll(with: [.user(2): many])
    #expect(shares[.user(1)] == message)
    #expect(shares[.user(2)] == many)
    #expect(shares[.network] == Admission.Usage())
  }

  @Test func `the network is the sum of its addresses`() {
    var shares = SenderShares([.address("192.0.2.1"): many, .user(1): many])
    shares.admit(message, of: .address("192.0.2.2"))
    #expect(shares[.network] == Admission.Usage(messageCount: 8, byteCount: 800))
    shares.settle(message, of: .address("192.0.2.2"), isStored: true)
    shares.replace(with: Admission.Usage(), of: .address("192.0.2.1"))
    #expect(shares[.network] == message)
  }

  @Test func `a machine of the realm is the sum of its users, apart from the network`() {
    var shares = SenderShares([.address("ann@web1"): many, .address("192.0.2.1"): many])
    shares.admit(message, of: .address("ben@web1"))
    shares.admit(message, of: .address("ann@desk7"))
    #expect(shares[.machine("web1")] == Admission.Usage(messageCount: 8, byteCount: 800))
    #expect(shares[.machine("desk7")] == message)
    #expect(shares[.network] == many)
    shares.replaceAll(with: [:])
    #expect(shares[.machine("web1")] == message)
  }
}
