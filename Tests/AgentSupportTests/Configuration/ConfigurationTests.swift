// SPDX-License-Identifier: Apache-2.0

import Foundation
import LinuxSystem
import RateLimits
import Testing

@testable import AgentPolicy
@testable import AgentSupport
@testable import DaemonSupport

@Suite final class ConfigurationTests {
  let folder: FilePath

  init() throws {
    let name = "messngr-configuration-\(UUID().uuidString)"
    let url = FileManager.default.temporaryDirectory.appending(path: name)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    folder = FilePath(url.path)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder.string) }

  func file(_ name: String, _ text: String) throws -> FilePath {
    let path = folder.appending(name)
    try Data(text.utf8).write(to: URL(filePath: path.string))
    return path
  }

  /// The lines that `load` refuses a configuration with.
  func problems(
    _ files: [FilePath] = [], environment: [String: String] = [:], options: [String: String] = [:]
  ) -> [String] {
    do throws(ConfigurationError) {
      _ = try AgentConfiguration.load(files: files, environment: environment, options: options)
      return []
    } catch {
      return error.description.split(separator: "\n").map {
        String($0).replacing(folder.string + "/", with: "")
      }
    }
  }

  @Test func `without a file, a variable or an option, the defaults apply`() throws {
    let configuration = try AgentConfiguration.load(files: [folder.appending("missing.yaml")])
    #expect(configuration == AgentConfiguration())
    #expect(try AgentConfiguration.load(files: []) == AgentConfiguration())
  }

  @Test func `a file that the user has named must be there`() throws {
    let missing = folder.appending("missing.yaml")
    do throws(ConfigurationError) {
      _ = try AgentConfiguration.load(files: [missing], mayBeMissing: false)
      Issue.record("loaded")
    } catch {
      #expect(error.problems.map(\.place) == [.file(missing, line: nil)])
    }
  }

  @Test
  func
    `options precede variables, variables precede files, and the first file precedes the second`()
    throws
  {
    let mine = try file("mine.yaml", "display: terminal\ncode-page: 850\nfold-threshold: 7\n")
    let machine = try file(
      "machine.yaml", "display: none\ncode-page: 852\nfold-threshold: 8\nicon: bell\n")
    let configuration = try AgentConfiguration.load(
      files: [mine, machine],
      environment: ["MESSNGR_DISPLAY": "desktop", "MESSNGR_CODE_PAGE": "866"],
      options: ["display": "auto"])
    #expect(configuration.display == .auto)
    #expect(configuration.codePage == 866)
    #expect(configuration.presentation.foldThreshold == 7)
    #expect(configuration.icon == "bell")
  }

  @Test func `a list replaces another one, even when it is empty`() throws {
    let mine = try file("mine.yaml", "deny: []\nquiet:\nallow: alice, 1001\n")
    let machine = try file("machine.yaml", "deny: [bob]\nquiet: [eve]\nallow: [bob]\n")
    let configuration = try AgentConfiguration.load(files: [mine, machine])
    #expect(configuration.admission.deny == [])
    #expect(configuration.presentation.quiet == [])
    #expect(configuration.admission.allow == [.name("alice"), .userID(1001)])
  }

  @Test func `every setting can be set`() throws {
    let path = try file(
      "config.yaml",
      """
      display: none
      terminals: yes
      icon: /usr/share/icons/bell.png
      sound: critical
      popup-expiry: 90 s
      popup-limit: 3 per 1 min
      critical-popup-limit: 0 per 2h
      fold-threshold: 10
      quiet-hours: [mon-fri 22:00-07:00, "sat,sun 00:00-24:00"]
      urgent-breaks-through: false
      lock-screen: show
      allow: [alice, 0]
      deny: [192.0.2.0/24]
      quiet: [backup]
      largest-message: 4KiB
      waiting-messages: 10
      waiting-bytes: 1 MiB
      sender-messages: 20
      sender-bytes: 1 GiB
      inbox-age: 30 days
      inbox-messages: 5000
      code-page: 932
      log-level: trace
      """)
    let loaded = try AgentConfiguration.load(files: [path])
    var expected = AgentConfiguration()
    expected.display = .none
    expected.terminals = true
    expected.icon = "/usr/share/icons/bell.png"
    expected.sound = .critical
    expected.popupExpiry = .seconds(90)
    expected.presentation.popupLimit = RateLimit(count: 3, per: .seconds(60))
    expected.presentation.criticalPopupLimit = RateLimit(count: 0, per: .seconds(7200))
    expected.presentation.foldThreshold = 10
    expected.presentation.quietHours = QuietHours(
      ["mon-fri 22:00-07:00", "sat,sun 00:00-24:00"].compactMap { QuietWindow($0) })
    expected.presentation.urgentBreaksThrough = false
    expected.presentation.lockScreen = .show
    expected.admission.allow = [.name("alice"), .userID(0)]
    expected.admission.deny = [SenderPattern("192.0.2.0/24")].compactMap(\.self)
    expected.presentation.quiet = [.name("backup")]
    expected.admission.largestMessage = 4096
    expected.waitingMessages = 10
    expected.waitingBytes = 1 << 20
    expected.admission.senderMessages = 20
    expected.admission.senderBytes = 1 << 30
    expected.inboxAge = .seconds(30 * 86_400)
    expected.inboxMessages = 5000
    expected.codePage = 932
    #expect("\(loaded.logLevel)" == "trace")
    expected.logLevel = loaded.logLevel
    #expect(loaded == expected)
    // A new setting must be added above.
    #expect(AgentConfiguration.settings.allSatisfy { loaded.differs(by: $0) })
  }

  @Test(arguments: [
    ("MESSNGR_DENY", "bob, 1001;eve,", ["bob", "1001", "eve"]), ("MESSNGR_DENY", "", []),
    ("MESSNGR_DENY", " ", []), ("MESSNGR_DENY", "bob", ["bob"]),
  ])
  func `a variable holds a list`(variable: String, text: String, expected: [String]) throws {
    let configuration = try AgentConfiguration.load(files: [], environment: [variable: text])
    #expect(configuration.admission.deny.map(\.description) == expected)
  }

  @Test func `semicolons separate quiet hours, because days have commas`() throws {
    let text = "sat,sun 00:00-24:00;  mon-fri  22:00-07:00"
    let configuration = try AgentConfiguration.load(files: [], options: ["quiet-hours": text])
    #expect(
      configuration.presentation.quietHours.description
        == "sat,sun 00:00-24:00; mon,tue,wed,thu,fri 22:00-07:00")
  }

  @Test func `an error names all problems at once, each with its place`() throws {
    let mine = try file(
      "mine.yaml",
      """
      display: desk
      popups: 3
      deny:
        - bob
        - 192.0.2.300
        - eve smith
      code-page: [437]
      lock-screen: {hide: yes}
      """)
    let machine = try file("machine.yaml", "a: 'b\n")
    let keys = AgentConfiguration.settings.map(\.key).joined(separator: ", ")
    let sender = "login names, uids, addresses and networks like 192.0.2.0/24"
    #expect(
      problems(
        [mine, machine],
        environment: ["MESSNGR_TERMINALS": "maybe", "MESSNGR_SPOOL": "/tmp", "MESSNGR_X": "y"],
        options: ["displya": "auto", "fold-threshold": "0"])
        == [
          "--displya: there is no setting \"displya\"; did you mean display?",
          "--fold-threshold: fold-threshold cannot be \"0\"; allowed: a number from 1 to 1000",
          "MESSNGR_TERMINALS: terminals cannot be \"maybe\"; allowed: yes or no",
          "mine.yaml:1: display cannot be \"desk\"; allowed: one of auto, desktop, terminal, terminals, none",
          "mine.yaml:2: there is no setting \"popups\"; the settings are: \(keys)",
          "mine.yaml:5: deny cannot be \"192.0.2.300\"; allowed: \(sender)",
          "mine.yaml:6: deny cannot be \"eve smith\"; allowed: \(sender)",
          "mine.yaml:7: code-page takes one value: "
            + "one of \(OEMText.codePages.map(String.init).joined(separator: ", "))",
          "mine.yaml:8: lock-screen takes one value: one of hide-text, hide, show",
          "machine.yaml:2: is not valid YAML: found unexpected end of stream",
        ])
  }

  @Test(arguments: [
    ("display", ["", "Auto", "auto ", "auto, none"]), ("terminals", ["", "1", "YES", "ja"]),
    ("icon", ["", "a/b", "../bell", "a\nb"]),
    ("popup-expiry", ["", "0 s", "10", "2 days", "-1 s"]),
    (
      "popup-limit", ["5", "5 per", "5 per 0 s", "-1 per 1 s", "1001 per 1 s", "5 per 10", "5/10s"]
    ),
    ("fold-threshold", ["0", "1001", "1.5", "+1", " 1", "１", "99999999999999999999"]),
    ("quiet-hours", ["22:00", "22:00-22:00", "mon"]),
    ("deny", ["@staff", "*", "a b", "1.2.3.4/40"]),
    ("largest-message", ["0", "65537", "65 KiB", "1 kB", "64 kib", "9223372036854775807 GiB"]),
    ("waiting-bytes", ["1 KiB", "2 GiB"]),
    ("inbox-age", ["0 days", "1 h", "1 year", "40000 days"]),
    ("code-page", ["0", "65001", "utf-8", "CP437", "-437"]), ("log-level", ["", "verbose"]),
  ])
  func `a value that is not allowed is refused with what is`(key: String, values: [String]) {
    for value in values {
      let found = problems(options: [key: value])
      #expect(found.count == 1, "\(value)")
      #expect(found.allSatisfy { $0.hasPrefix("--\(key): \(key) cannot be ") }, "\(value)")
    }
  }

  @Test func `an error shows a bounded part of a value, without control characters`() {
    let value = "\u{1B}[31m" + String(repeating: "x", count: 1000)
    let found = problems(options: ["display": value])
    #expect(found.count == 1)
    #expect(found.allSatisfy { $0.utf8.count < 200 && !$0.contains("\u{1B}") })
  }

  @Test func `a file that exists and cannot be read is a problem`() throws {
    let loop = folder.appending("loop.yaml")
    try FileManager.default.createSymbolicLink(
      atPath: loop.string, withDestinationPath: loop.string)
    #expect(problems([folder, loop]).count == 2)
    #expect(problems([folder]) == ["\(folder): Is a directory"])
    let large = try file("large.yaml", String(repeating: "#", count: 10_000_000))
    #expect(problems([large]) == ["large.yaml: is larger than 262144 bytes"])
    #expect(problems(["/dev/zero"]) == ["/dev/zero: is larger than 262144 bytes"])
  }

  @Test func `a pipe in the place of a file does not block the agent`() throws {
    let pipe = folder.appending("pipe.yaml")
    #expect(mkfifo(pipe.string, 0o600) == 0)
    #expect(problems([pipe]) == [])
  }

  @Test(arguments: [
    ([:], "/home/me/.config"), (["XDG_CONFIG_HOME": "/x"], "/x"),
    (["XDG_CONFIG_HOME": ""], "/home/me/.config"), (["XDG_CONFIG_HOME": "x"], "/home/me/.config"),
  ])
  func `the files are the user's and the machine's`(environment: [String: String], mine: String) {
    #expect(
      AgentConfiguration.files(home: "/home/me", environment: environment)
        == [FilePath("\(mine)/messngr/config.yaml"), "/etc/messngr/config.yaml"])
  }
}

extension AgentConfiguration {
  /// Whether a setting differs from its default.
  fileprivate func differs(by setting: Setting<AgentConfiguration>) -> Bool {
    ExampleConfigurationTests.defaults[setting.key].map { values in
      var changed = self
      return setting.apply(values, to: &changed).isEmpty && changed != self
    } ?? false
  }
}
