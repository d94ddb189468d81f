// SPDX-License-Identifier: Apache-2.0

import NetBIOS
import Testing

@testable import NetBIOSClient

@Suite struct HostsFileTests {
  private let file = HostsFile(
    #"""
    # 192.0.2.1   COMMENT
    192.0.2.20    bravo
    192.0.2.21    CAROL#03
    192.0.2.22    CAROL#20
    192.0.2.23    "DAVE           \0x03"   # Windows
    	192.0.2.24  ERIN  #PRE #DOM:LAB
    192.0.2.25    FRANK#PRE
    192.0.2.26    "TWO WORDS"
    192.0.2.27    BRAVO
    192.0.2.300   WRONG
    192.0.2.28
    192.0.2.29    ""
    #INCLUDE \\server\share\lmhosts
    """#)

  @Test(arguments: [
    ("BRAVO", NameSuffix.messenger, ["192.0.2.20", "192.0.2.27"]),
    ("BRAVO", .workstation, ["192.0.2.20", "192.0.2.27"]),
    ("CAROL", .messenger, ["192.0.2.21"]), ("CAROL", .fileServer, ["192.0.2.22"]),
    ("CAROL", .workstation, []), ("DAVE", .messenger, ["192.0.2.23"]), ("DAVE", .workstation, []),
    ("ERIN", .messenger, ["192.0.2.24"]), ("FRANK", .messenger, ["192.0.2.25"]),
    ("TWO WORDS", .messenger, ["192.0.2.26"]), ("WRONG", .messenger, []),
    ("COMMENT", .messenger, []), ("BRAV", .messenger, []),
  ])
  func `a name has the addresses of its lines`(
    name: String, suffix: NameSuffix, addresses: [String]
  ) throws {
    let name = try NetBIOSName(name, suffix: suffix)
    #expect(file.addresses(of: name).map(\.description) == addresses)
  }
}
