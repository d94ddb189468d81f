// SPDX-License-Identifier: Apache-2.0

import TestSupport

extension TestedServer {
  private static let startedBySession = "the desktop's session starts it, not the bus"

  /// The program that keeps the settings.
  private static let dconf = ["ca.desrt.dconf": "/usr/libexec/dconf-service"]

  /// The servers of whole desktops.
  static let desktops = [
    TestedServer(
      name: "Plasma", package: "plasma-workspace plasma-desktop kwin-x11 kactivitymanagerd",
      command: ["/usr/bin/plasmashell", "--no-respawn"], screen: .desktop("KDE"),
      companions: [
        (["/usr/bin/kwin_x11"], "org.kde.KWin"),
        (
          ["/usr/lib/\(architecture)-linux-gnu/libexec/kactivitymanagerd"],
          "org.kde.ActivityManager"
        ),
        (["/usr/bin/kglobalaccel5"], "org.kde.kglobalaccel"), (["/usr/bin/kded5"], "org.kde.kded5"),
      ],
      services: [
        PrivateBus.notifications: "/usr/bin/plasma_waitforname \(PrivateBus.notifications)"
      ],
      variables: [
        "KDE_FULL_SESSION": "true", "KDE_SESSION_VERSION": "5", "QT_QUICK_BACKEND": "software",
      ],
      lacks: [:]),
    TestedServer(
      name: "GNOME", package: "gnome-shell gjs",
      command: ["/usr/bin/gnome-shell", "--nested", "--wayland", "--wayland-display=messngr"],
      screen: .desktop("GNOME"), button: .clickBelowPointer,
      services: dconf.merging([
        "org.gnome.Shell.Notifications":
          "/usr/bin/gjs /usr/share/gnome-shell/org.gnome.Shell.Notifications"
      ]) { $1 },
      settings: [
        ["org.gnome.desktop.lockdown", "disable-lock-screen", "true"],
        ["org.gnome.shell", "welcome-dialog-last-shown-version", "999"],
      ],
      banners: ["org.gnome.desktop.notifications", "show-banners"],
      lacks: [.inlineReply: noInlineReply, .startedOnDemand: startedBySession]),
    TestedServer(
      name: "Cinnamon", package: "cinnamon cinnamon-common", command: ["/usr/bin/cinnamon"],
      screen: .desktop("X-Cinnamon"), services: dconf,
      banners: ["org.cinnamon.desktop.notifications", "display-notifications"],
      lacks: [.inlineReply: noInlineReply, .startedOnDemand: startedBySession]),
    TestedServer(
      name: "Budgie", package: "budgie-core", command: ["/usr/bin/budgie-daemon"],
      screen: .desktop("Budgie:GNOME"),
      companions: [
        (["/usr/bin/budgie-wm"], nil),
        (["/usr/bin/budgie-panel"], "org.budgie_desktop.Panel"),
      ],
      services: dconf,
      lacks: [.inlineReply: noInlineReply, .startedOnDemand: startedBySession]),
  ]
}
