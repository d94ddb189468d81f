// SPDX-License-Identifier: Apache-2.0

import Foundation
import LinuxSystem
import Testing

@testable import DaemonSupport
@testable import MessengerRelay

/// `Resources/config/relay.yaml`, which shows every setting with its default.
@Suite struct RelayExampleConfigurationTests {
  static let path: FilePath = {
    let root = (1...3).reduce(URL(filePath: #filePath)) { url, _ in
      url.deletingLastPathComponent()
    }
    return FilePath(root.appending(path: "Resources/config/relay.yaml").path)
  }()

  /// The example with the `#` of its settings taken away, those of its comments left.
  static var file: ConfigurationFile {
    let text = (try? String(contentsOfFile: path.string, encoding: .utf8)) ?? ""
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasPrefix("#") && !line.hasPrefix("# ") && line != "#" ? line.dropFirst() : line
    }
    return ConfigurationFile(path: path, contents: Array(lines.joined(separator: "\n").utf8))
  }

  @Test func `it changes nothing as it is`() throws {
    #expect(try RelayConfiguration.load(files: [Self.path]) == RelayConfiguration())
    #expect(ConfigurationFile(reading: Self.path).entries == [])
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
