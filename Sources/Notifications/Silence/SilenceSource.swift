// SPDX-License-Identifier: Apache-2.0

/// Where a server tells that it keeps notifications from its user, and how it tells of a change.
///
/// | server | where | keeps back |
/// |---|---|---|
/// | dunst | property `paused` | all |
/// | Plasma | property `Inhibited` | all but critical ones |
/// | SwayNotificationCenter | method `GetDnd`, signal `Subscribe` | all but critical ones |
/// | Budgie | method `GetDoNotDisturb`, signal `DoNotDisturbChanged` | all but critical ones |
/// | Xfce | setting `/do-not-disturb` of Xfconf | all but critical ones |
/// | GNOME | setting `show-banners` | all but critical ones |
/// | Cinnamon | setting `display-notifications` | all |
/// | MATE | setting `do-not-disturb` | all, for ever |
///
/// mako 1.7 has `ListModes`, and no signal for a change; what its modes mean is in its configuration. LXQt has
/// a line in a file. These two do not tell.
struct SilenceSource: Equatable, Sendable {
  /// How to read it.
  enum Place: Equatable, Sendable {
    /// A method that returns whether it is on, and the signal of a change.
    case method(String, [String], of: Destination, signal: Signal)

    /// A setting of GSettings, which has its own signal.
    case setting(schema: String, key: String)
  }

  /// A signal after which the method returns another answer.
  struct Signal: Equatable, Sendable {
    let interface: String
    let member: String

    /// The first argument, if only signals with this one count.
    var argument: String?
  }

  let place: Place

  /// The answer while the server keeps notifications back.
  var silentAnswer = true

  /// What it then keeps back.
  let silence: ServerSilence

  /// The property that is read; `nil` for a source that is no property.
  var property: String? {
    guard case .method("Get", let arguments, _, _) = place else { return nil }
    return arguments.last
  }

  /// What the answer of a server means; a server without an answer keeps nothing back.
  func silence(answer: Bool?) -> ServerSilence { answer == silentAnswer ? silence : .off }
}

extension SilenceSource {
  /// The source of a server, by the name and the maker that it gives; `nil` for one that does not tell.
  static func of(name: String, vendor: String) -> SilenceSource? {
    switch name {
    case "dunst": property("paused", of: "org.dunstproject.cmd0", .all)
    case "Plasma": property("Inhibited", of: Destination.notificationsName, .butCritical)
    case "SwayNotificationCenter": swaync
    case "Budgie Notification Server": budgie
    case "Xfce Notify Daemon": xfce
    case "gnome-shell":
      SilenceSource(
        place: .setting(schema: "org.gnome.desktop.notifications", key: "show-banners"),
        silentAnswer: false, silence: .butCritical)
    case "cinnamon", "Cinnamon":
      SilenceSource(
        place: .setting(
          schema: "org.cinnamon.desktop.notifications", key: "display-notifications"),
        silentAnswer: false, silence: .all)
    case _ where vendor.hasPrefix("MATE"):
      SilenceSource(
        place: .setting(schema: "org.mate.NotificationDaemon", key: "do-not-disturb"),
        silence: .all)
    default: nil
    }
  }

  private static func property(
    _ name: String, of interface: String, _ silence: ServerSilence
  ) -> SilenceSource {
    SilenceSource(
      place: .method(
        "Get", [interface, name],
        of: Destination(
          name: Destination.notificationsName, path: Destination.notificationsPath,
          interface: Destination.propertiesInterface),
        signal: Signal(
          interface: Destination.propertiesInterface, member: "PropertiesChanged",
          argument: interface)),
      silence: silence)
  }

  private static let swaync = SilenceSource(
    place: .method(
      "GetDnd", [],
      of: Destination(
        name: "org.erikreider.swaync.cc", path: "/org/erikreider/swaync/cc",
        interface: "org.erikreider.swaync.cc"),
      signal: Signal(interface: "org.erikreider.swaync.cc", member: "Subscribe")),
    silence: .butCritical)

  private static let budgie = SilenceSource(
    place: .method(
      "GetDoNotDisturb", [],
      of: Destination(
        name: "org.budgie_desktop.Notifications", path: "/org/budgie_desktop/Notifications",
        interface: "org.buddiesofbudgie.budgie.Dispatcher"),
      signal: Signal(
        interface: "org.buddiesofbudgie.budgie.Dispatcher", member: "DoNotDisturbChanged")),
    silence: .butCritical)

  private static let xfce = SilenceSource(
    place: .method(
      "GetProperty", ["xfce4-notifyd", "/do-not-disturb"],
      of: Destination(
        name: "org.xfce.Xfconf", path: "/org/xfce/Xfconf", interface: "org.xfce.Xfconf"),
      signal: Signal(
        interface: "org.xfce.Xfconf", member: "PropertyChanged", argument: "xfce4-notifyd")),
    silence: .butCritical)
}
