// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Settings, variables and files stand in the manual pages as they are.
@Suite struct SettingTests {
  private func text(_ path: String) throws -> String {
    try String(contentsOfFile: "\(Workbench.repository)/\(path)", encoding: .utf8)
  }

  /// The settings of an example file, which has them behind a comment sign.
  private func settings(_ file: String) throws -> [String: String] {
    let pairs = try text("Resources/config/\(file)").matches(of: #/(?m)^#([a-z][a-z-]*): (.+)$/#)
      .map { (String($0.1), String($0.2)) }
    return Dictionary(pairs) { $1 }
  }

  @Test(arguments: [
    ("config.yaml", "messngr-config.5", 20), ("relay.yaml", "messngr-relay.8", 6),
  ])
  func `the manual page has the settings of the example file, with their defaults`(
    file: String, page: String, count: Int
  ) throws {
    let settings = try settings(file)
    #expect(settings.count > count)
    // A quotation mark in the language of the page.
    let defaults = try ManualPage(page).defaults.mapValues { $0.replacing("\\(dq", with: "\"") }
    #expect(defaults == settings)
  }

  @Test func `the limits in the manual page of the gateway are settings`() throws {
    let keys = try ManualPage("messngr-gateway.8").keys(in: "LIMITS")
    #expect(keys.count > 4)
    #expect(Set(keys).subtracting(try settings("gateway.yaml").keys) == [])
  }

  /// What systemd, the terminal and the desktop session set for all programs.
  private static let common: Set<String> = [
    "LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES", "NOTIFY_SOCKET", "JOURNAL_STREAM", "TERM",
    "COLUMNS", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS", "XDG_SESSION_ID",
  ]

  @Test func `the manual pages explain the variables that programs read`() throws {
    let explained = try ManualPage.all().reduce(into: Set<String>()) { $0.formUnion($1.variables) }
    let sources = "\(Workbench.repository)/Sources"
    var read: Set<String> = []
    for path in try FileManager.default.subpathsOfDirectory(atPath: sources)
    where path.hasSuffix(".swift") {
      let text = try String(contentsOfFile: "\(sources)/\(path)", encoding: .utf8)
      read.formUnion(
        text.matches(of: #/(?:environment|variable)[(\[]"([A-Z_]+)"/#).map { String($0.1) })
    }
    #expect(read.contains("MESSNGR_PAGER"))
    #expect(read.subtracting(explained).subtracting(Self.common) == [])
  }

  @Test(arguments: ["config.yaml", "gateway.yaml", "relay.yaml", "network", "alert"])
  func `the manual pages name the files of settings`(file: String) throws {
    let folder = "\(Workbench.resources)/man"
    let pages = try FileManager.default.contentsOfDirectory(atPath: folder).map {
      try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8)
    }
    #expect(
      pages.contains {
        $0.contains("\n.Pa /etc/messngr/\(file)") || $0.contains(".It Pa /etc/messngr/\(file)")
      })
  }
}
