// SPDX-License-Identifier: Apache-2.0

import AgentSupport
import Foundation
import LinuxSystem
import Messages
import Testing

@testable import MessengerAgent

@Suite struct DesktopResourcesTests {
  /// Makes empty files below `share` of a temporary directory, and looks there.
  private func resources(with files: [String], in folder: URL) throws -> DesktopResources {
    for file in files {
      let url = folder.appending(path: "share/\(file)")
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data().write(to: url)
    }
    return DesktopResources(home: FilePath(folder.appending(path: "home").path)) { name in
      ["XDG_DATA_DIRS": "relative:/nonexistent:\(folder.path)/share"][name]
    }
  }

  static let rows: [(files: [String], icon: String, hasDesktopFile: Bool)] = [
    ([], "mail-unread", false),
    (["icons/hicolor/scalable/apps/messngr.svg"], "messngr", false),
    (["icons/hicolor/64x64/apps/messngr.png"], "messngr", false),
    (["applications/messngrd.desktop"], "mail-unread", true),
    (
      ["icons/hicolor/scalable/apps/other.svg", "applications/other.desktop"], "mail-unread", false
    ),
  ]

  @Test(arguments: rows)
  func `only what is installed is named`(
    files: [String], icon: String, hasDesktopFile: Bool
  ) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "data-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let resources = try resources(with: files, in: folder)
    #expect(resources.icon("messngr") == icon)
    #expect(resources.icon("another") == "another")
    #expect(resources.hasDesktopFile == hasDesktopFile)
  }

  @Test(arguments: ["default", "inline-reply", "ok", "answer-default", "answer-x", ""])
  func `a key comes back as the sender wrote it`(key: String) {
    let sent = ActionKey.sent(for: key)
    #expect(sent != "default" && sent != "inline-reply")
    #expect(key == "answer-default" || ActionKey.chosen(sent) == key)
  }

  static let sounds: [(SoundChoice, Urgency, String?)] = [
    (.off, .critical, nil), (.critical, .normal, nil), (.critical, .critical, "dialog-warning"),
    (.normal, .low, nil), (.normal, .normal, "message-new-instant"),
    (.normal, .critical, "dialog-warning"),
  ]

  @Test(arguments: sounds)
  func `the sound depends on the urgency`(choice: SoundChoice, urgency: Urgency, name: String?) {
    #expect(choice.name(for: urgency) == name)
  }
}
