// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import AgentSupport
@testable import DaemonSupport

/// `Resources/config/config.yaml`, which shows every setting with its default.
@Suite struct ExampleConfigurationTests {
  static let example = ExampleConfiguration("config.yaml")

  static var file: ConfigurationFile {
    ConfigurationFile(path: example.path, contents: Array(example.uncommented.utf8))
  }

  /// The value of each setting as the example has it.
  static let defaults: [String: [String]] = ConfigurationLayer<AgentConfiguration>(file: file)
    .values

  @Test func `the example as it is changes nothing`() throws {
    #expect(try AgentConfiguration.load(files: [Self.example.path]) == AgentConfiguration())
    #expect(ConfigurationFile(reading: Self.example.path).entries == [])
  }

  @Test func `the example without comment signs sets exactly the defaults`() {
    #expect(Self.file.problems == [])
    let layer = ConfigurationLayer<AgentConfiguration>(file: Self.file)
    #expect(layer.problems == [])
    // From a configuration in which everything is different back to the defaults.
    var configuration = AgentConfiguration()
    for (key, text) in [
      ("display", "none"), ("terminals", "yes"), ("icon", "x"), ("sound", "critical"),
      ("popup-expiry", "never"),
      ("popup-limit", "1 per 1 s"), ("critical-popup-limit", "1 per 1 s"), ("fold-threshold", "9"),
      ("quiet-hours", "1:00-2:00"), ("urgent-breaks-through", "no"), ("lock-screen", "show"),
      ("allow", "x"), ("deny", "x"), ("quiet", "x"), ("largest-message", "1"),
      ("waiting-messages", "1"), ("waiting-bytes", "1 MiB"), ("sender-messages", "1"),
      ("sender-bytes", "1 MiB"), ("inbox-age", "1 day"), ("inbox-messages", "1"),
      ("code-page", "850"), ("log-level", "error"),
    ] {
      #expect(
        AgentConfiguration.setting(named: key)?.apply([text], to: &configuration) == [], "\(key)")
    }
    for setting in AgentConfiguration.settings {
      let before = configuration
      #expect(layer.values[setting.key].map { setting.apply($0, to: &configuration) } == [])
      #expect(before != configuration, "\(setting.key)")
    }
    #expect(configuration == AgentConfiguration())
  }

  @Test func `the example shows every setting once, in order`() {
    #expect(Self.file.entries.map(\.key) == AgentConfiguration.settings.map(\.key))
  }
}
