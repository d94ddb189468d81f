// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import DaemonSupport
@testable import MessengerGateway

/// `Resources/config/gateway.yaml`, which shows every setting with its default.
@Suite struct GatewayExampleConfigurationTests {
  static let example = ExampleConfiguration("gateway.yaml")

  static var file: ConfigurationFile {
    ConfigurationFile(path: example.path, contents: Array(example.uncommented.utf8))
  }

  @Test func `it changes nothing as it is`() throws {
    #expect(try GatewayConfiguration.load(files: [Self.example.path]) == GatewayConfiguration())
    #expect(ConfigurationFile(reading: Self.example.path).entries == [])
  }

  @Test func `uncommented it says exactly the defaults`() {
    let layer = ConfigurationLayer<GatewayConfiguration>(file: Self.file)
    #expect(layer.problems == [])
    var configuration = GatewayConfiguration()
    for (key, text) in [
      ("machine", "X"), ("workgroup", "X"), ("node-type", "P"),
      ("wins-server", "192.0.2.1"), ("sessions", "no"), ("datagrams", "no"),
      ("name-service", "no"), ("interfaces", "x"), ("networks", "192.0.2.0/24"),
      ("message-limit", "1 per 1 s"), ("datagram-limit", "1 per 1 s"), ("session-count", "1"),
      ("sessions-per-address", "1"), ("session-idle-time", "1"),
      ("away", "no"), ("mailslots", "x"), ("nmbd-socket", "/x"), ("code-page", "437"),
      ("name-service-port", "1"), ("datagram-port", "1"), ("session-port", "1"),
      ("log-level", "error"),
    ] {
      let setting = GatewayConfiguration.setting(named: key)
      #expect(setting?.apply([text], to: &configuration) == [], "\(key)")
    }
    for setting in GatewayConfiguration.settings {
      let before = configuration
      #expect(layer.values[setting.key].map { setting.apply($0, to: &configuration) } == [])
      #expect(before != configuration, "\(setting.key)")
    }
    #expect(configuration == GatewayConfiguration())
  }

  @Test func `it shows every setting once, in their order`() {
    #expect(Self.file.entries.map(\.key) == GatewayConfiguration.settings.map(\.key))
  }

  @Test(arguments: [
    ("machine", "a-name-of-18-bytes"), ("machine", "*X"), ("machine", "zoë"), ("workgroup", ""),
    ("node-type", "X"), ("wins-server", "wins.example"), ("networks", "2001:db8::/32"),
    ("mailslots", #"..\x"#), ("mailslots", ""),
    ("interfaces", "eth0/1"), ("nmbd-socket", "relative"), ("message-limit", "0 per 1 s"),
    ("session-count", "0"), ("session-port", "65536"),
  ])
  func `what makes no sense is refused`(key: String, text: String) {
    var configuration = GatewayConfiguration()
    let setting = GatewayConfiguration.setting(named: key)
    #expect(setting?.apply([text], to: &configuration) == [0])
  }
}
