// SPDX-License-Identifier: Apache-2.0

import Foundation
import LinuxSystem
import Messages
import NetBIOS
import NetBIOSClient
import Testing

@Suite struct NetworkSettingsTests {
  private func read(_ text: String) throws -> NetworkSettings {
    let file = FileManager.default.temporaryDirectory.appending(
      path: "network-\(UUID().uuidString)")
    try Data(text.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    return try NetworkSettings(reading: FilePath(file.path))
  }

  @Test func `without a file the network is off`() throws {
    let settings = try NetworkSettings(reading: "/nonexistent/network")
    #expect(settings == NetworkSettings())
    #expect(settings.use == .off)
    #expect(settings.encoding == .page(.cp850))
    #expect(settings.workgroup == "WORKGROUP")
  }

  @Test func `every setting is read`() throws {
    let settings = try read(
      """
      # All of them.

      network=on
        workgroup = LAB
      wins-server=192.0.2.1
      node-type = M
      lmhosts = /etc/samba/lmhosts
      code-page = utf-8
      broadcast = 192.0.2.255, 198.51.100.255
      name-port=1137
      datagram-port=1138
      session-port=1139\r
      """)
    var expected = NetworkSettings()
    expected.use = .on
    expected.workgroup = "LAB"
    expected.nameServer = IPv4Address(192, 0, 2, 1)
    expected.nodeType = .mixed
    expected.hostsFile = "/etc/samba/lmhosts"
    expected.encoding = .utf8
    expected.broadcastAddresses = [IPv4Address(192, 0, 2, 255), IPv4Address(198, 51, 100, 255)]
    expected.namePort = 1137
    expected.datagramPort = 1138
    expected.sessionPort = 1139
    #expect(settings == expected)
  }

  @Test func `the name of the first versions for the name server is still read`() throws {
    #expect(try read("wins = 192.0.2.1").nameServer == IPv4Address(192, 0, 2, 1))
  }

  @Test func `the example in the package has the default settings`() throws {
    let example = URL(filePath: #filePath).appending(path: "../../../Resources/config/network")
    #expect(
      try read(String(contentsOf: example.standardized, encoding: .utf8)) == NetworkSettings())
    let lines = try String(contentsOf: example.standardized, encoding: .utf8).split(separator: "\n")
    for line in lines where line.hasPrefix("#") && line.contains(" = ") {
      _ = try read(String(line.dropFirst()))
    }
  }

  @Test(arguments: [
    "network", "network = maybe", "colour = red", "wins-server = example.com",
    "wins = example.com", "node-type = X", "node-type =", "lmhosts = lmhosts",
    "code-page = 932", "broadcast = 192.0.2.255 all", "name-port = 65536", "workgroup =",
    "workgroup = a/b", "= on",
  ])
  func `a line that is not a setting is an error with its number`(line: String) {
    #expect {
      try read("network = on\n\n  \(line)  \n")
    } throws: { error in
      guard case .wrongLine(_, 3, line)? = error as? NetworkSettingsError else { return false }
      return !"\(error)".contains("\n")
    }
  }
}
