// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// The files for desktops: the autostart entry, the description, the icon.
@Suite struct DesktopFileTests {
  private let folder = "\(Workbench.resources)/desktop"

  @Test func `the autostart entry is valid, and does nothing where systemd starts the agent`()
    throws
  {
    let bench = try Workbench()
    let check = try bench.run(
      "/usr/bin/desktop-file-validate", ["\(folder)/messngrd.desktop"],
      package: "desktop-file-utils")
    #expect(check.status == 0)
    #expect(check.output + check.errors == "")
    let entry = try bench.text(of: "\(folder)/messngrd.desktop")
    #expect(entry.contains("\nX-GNOME-HiddenUnderSystemd=true\n"))
    #expect(entry.contains("\nX-systemd-skip=true\n"))
  }

  @Test func `the menu entry has the name that popups refer to, and desktops show its settings`()
    throws
  {
    let bench = try Workbench()
    let file = "\(folder)/applications/messngrd.desktop"
    let check = try bench.run(
      "/usr/bin/desktop-file-validate", [file], package: "desktop-file-utils")
    #expect(check.status == 0)
    #expect(check.output + check.errors == "")
    let entry = try bench.text(of: file)
    for line in [
      "Icon=messngr", "X-GNOME-UsesNotifications=true", "Terminal=true",
      "Exec=/usr/bin/messngr inbox --follow",
    ] {
      #expect(entry.contains("\n\(line)\n"), "\(line)")
    }
    // GNOME hides the settings of an entry with NoDisplay, and Plasma the button to configure it.
    #expect(!entry.contains("NoDisplay") && !entry.contains("OnlyShowIn"))
    let display = try bench.text(
      of: "\(Workbench.repository)/Sources/MessengerAgent/Displays/DesktopDisplay.swift")
    #expect(display.contains(#""desktop-entry": .string("messngrd")"#))
  }

  @Test func `the description is valid AppStream`() throws {
    let check = try Workbench().run(
      "/usr/bin/appstreamcli",
      ["validate", "--no-net", "\(folder)/arpa.home.messngr.metainfo.xml"], package: "appstream")
    #expect(check.status == 0, "\(check.output)\(check.errors)")
  }

  @Test func `the icon is small, and refers to no other file`() throws {
    let icon = try Workbench().text(of: "\(folder)/messngr.svg")
    #expect(icon.utf8.count < 2048)
    #expect(!icon.contains("href") && !icon.contains("<script") && !icon.contains("<image"))
    let image = try Data(contentsOf: URL(filePath: "\(folder)/messngr.png"))
    #expect(image.count < 2048)
    // The header of PNG: width and height are 48.
    #expect(image.dropFirst(16).prefix(8).elementsEqual([0, 0, 0, 48, 0, 0, 0, 48]))
  }
}
