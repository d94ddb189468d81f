// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import DaemonSupport
@testable import MessengerRelay

/// `Resources/config/relay.yaml`, which shows every setting with its default.
@Suite struct RelayExampleConfigurationTests {
  static let example = ExampleConfiguration("relay.yaml")

  static var file: ConfigurationFile {
    ConfigurationFile(path: example.path, contents: Array(example.uncommented.utf8))
  }

  @Test func `it changes nothing as it is`() throws {
    #expect(try RelayConfiguration.load(files: [Self.example.path]) == RelayConfiguration())
    #expect(ConfigurationFile(reading: Self.example.path).entries == [])
  }

  @Test func `uncommented it says exactly the defaults`() {
    let layer = ConfigurationLayer<RelayConfiguration>(file: Self.file)
    #expect(layer.problems == [])
    var configuration = RelayConfiguration()
    for (key, text) in [
      ("host", "web1"), ("directory", "/x"), ("servers", "tls://192.0.2.1:4222"), ("state", "/x"),
      ("sender-messages", "1"), ("sender-bytes", "512 KiB"), ("log-level", "error"),
    ] {
      let setting = RelayConfiguration.setting(named: key)
      #expect(setting?.apply([text], to: &configuration) == [], "\(key)")
    }
    for setting in RelayConfiguration.settings {
      let before = configuration
      #expect(layer.values[setting.key].map { setting.apply($0, to: &configuration) } == [])
      #expect(before != configuration, "\(setting.key)")
    }
    #expect(configuration == RelayConfiguration())
  }

  @Test func `it shows every setting once`() {
    #expect(
      Self.file.entries.map(\.key).sorted() == RelayConfiguration.settings.map(\.key).sorted())
  }

  @Test(arguments: [
    ("host", "web.1"), ("host", "1web"), ("directory", "relative"), ("state", ""),
    ("servers", "nats://192.0.2.1:4222"), ("servers", "tls://"), ("sender-messages", "0"),
    ("sender-bytes", "1"),
  ])
  func `what makes no sense is refused`(key: String, text: String) {
    var configuration = RelayConfiguration()
    let setting = RelayConfiguration.setting(named: key)
    #expect(setting?.apply([text], to: &configuration) == [0])
  }
}
