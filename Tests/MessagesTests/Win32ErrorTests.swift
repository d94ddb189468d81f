// SPDX-License-Identifier: Apache-2.0

import Messages
import Testing

@Suite struct Win32ErrorTests {
  @Test(arguments: [
    (5, "Access is denied."),
    (2273, "The message alias could not be found on the network."),
    (3025, "Remote mailslots are not available."),
    // Windows has a sentence about a path for it, and programs here get it for a text's length.
    (53, nil),
    (1, nil), (-1, nil),
  ])
  func `a code keeps its number, and the codes that programs print have a sentence`(
    code: Int, sentence: String?
  ) {
    let error = Win32Error(rawValue: code)
    #expect(error.description == "\(code)")
    #expect(error.sentence == sentence)
  }
}
