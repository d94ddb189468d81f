// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Mailslots
import MessageDelivery
import Messages
import NameDirectory
import SMBMessaging
import Testing

@testable import MessengerGateway

@Suite struct GatewayStatusTests {
  // Made anew each time: the leak sanitizer does not find what a global holds in an enum's spare bits.
  static var failures: [(DeliveryFailure, SMBStatus)] {
    [
      (.refused(.accessDenied), .requestNotAccepted),
      (.untrusted(.foreignOwner("/run/mailslot/ann", userID: 9)), .requestNotAccepted),
      (.message(.nulInside(field: "Text")), .invalidParameter),
      (.refused(.invalidParameter), .invalidParameter),
      (.notReached(.stored, reached: nil), .paused),
      (.refused(.notEnoughQuota), .noRoom),
      (.spool("/var/spool/messngr/ann", .noSpace), .noRoom),
      (.mailslot(.queueFull("/run/mailslot/ann/messngr")), .noRoom),
      (.recipient(.unknownName("ann")), .messagesOff),
      (.recipient(.noUsers), .messagesOff),
      (.spool("/var/spool/messngr/ann", .ioError), .messagesOff),
    ]
  }

  @Test(arguments: failures)
  func `the sender on the network gets a status for each failure`(
    failure: DeliveryFailure, status: SMBStatus
  ) {
    #expect(SMBStatus(failure.code) == status)
  }
}
