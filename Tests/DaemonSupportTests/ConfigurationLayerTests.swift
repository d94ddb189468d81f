// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Testing

@testable import DaemonSupport

@Suite struct ConfigurationLayerTests {
  struct Sample: Configurable {
    var size = 1
    var names: [String] = []

    static let settings: [Setting<Sample>] = [
      Setting("sender-size", formerly: "unread-size", \.size, .number(1...99)),
      Setting("names", each: \.names, .icon),
    ]
  }

  static func file(_ text: String) -> ConfigurationLayer<Sample> {
    ConfigurationLayer(file: ConfigurationFile(path: "/c.yaml", contents: Array(text.utf8)))
  }

  @Test(arguments: ["sender-size", "unread-size"])
  func `a setting is read under its key and its former key`(key: String) throws {
    #expect(Self.file("\(key): 7").values == ["sender-size": ["7"]])
    #expect(try Sample.load(files: [], options: [key: "7"]).size == 7)
    let variable = "MESSNGR_" + key.uppercased().replacing("-", with: "_")
    #expect(try Sample.load(files: [], environment: [variable: "7"]).size == 7)
  }

  @Test func `a setting under both keys is a problem of its source`() {
    let both = "/c.yaml:2: sender-size is set twice: its old name is unread-size"
    #expect(Self.file("unread-size: 1\nsender-size: 2").problems.map(\.description) == [both])
    let layer = ConfigurationLayer<Sample>(
      environment: { ["MESSNGR_UNREAD_SIZE": "1", "MESSNGR_SENDER_SIZE": "2"][$0] })
    #expect(layer.problems.count == 1)
  }

  static let unknown: [(key: String, hint: String)] = [
    ("name", "did you mean names?"), ("Names", "did you mean names?"),
    ("sendersize", "did you mean sender-size?"), ("sender-side", "did you mean sender-size?"),
    ("popups", "the settings are: sender-size, names"),
    ("''", "the settings are: sender-size, names"),
    (String(repeating: "names", count: 100), "the settings are: sender-size, names"),
  ]

  @Test(arguments: unknown)
  func `an unknown key is refused with the nearest key, or with all`(key: String, hint: String) {
    let problems = Self.file("\(key): x").problems.map(\.description)
    #expect(problems.count == 1)
    #expect(problems[0].hasPrefix("/c.yaml:1: there is no setting \""))
    #expect(problems[0].hasSuffix("; \(hint)"))
    #expect(problems[0].utf8.count < 200)
  }
}
