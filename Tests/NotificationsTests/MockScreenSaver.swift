// SPDX-License-Identifier: Apache-2.0

import TestSupport

/// A screensaver with the interface that those of the desktops have (python3-dbus), on a private bus.
final class MockScreenSaver {
  /// The program.
  let program: Program

  private let bus: PrivateBus
  private let name: String
  private let path: String

  private static let script = """
    import sys, dbus, dbus.service, dbus.mainloop.glib
    from gi.repository import GLib

    name, path, active = sys.argv[1:4]
    dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)

    class ScreenSaver(dbus.service.Object):
        active = active == "true"

        @dbus.service.method(name, out_signature="b")
        def GetActive(self):
            return self.active

        @dbus.service.method(name, in_signature="b")
        def SetActive(self, active):
            self.active = bool(active)
            self.ActiveChanged(active)

        @dbus.service.signal(name, signature="b")
        def ActiveChanged(self, active):
            pass

    bus = dbus.SessionBus()
    screensaver = ScreenSaver(bus, path)
    owned = dbus.service.BusName(name, bus)
    print("ready", flush=True)
    GLib.MainLoop().run()
    """

  /// Starts it, and waits until it has its name.
  ///
  /// - Parameter path: Its object; `nil` for the usual one.
  init(
    _ name: String, at path: String? = nil, on bus: PrivateBus, isActive: Bool = false
  ) throws {
    self.bus = bus
    self.name = name
    self.path = path ?? "/" + name.replacing(".", with: "/")
    program = try Program(
      "/usr/bin/python3", ["-c", Self.script, name, self.path, "\(isActive)"],
      environment: bus.environment, package: "python3-dbus python3-gi")
    _ = try program.firstLine()
  }

  deinit { program.end() }

  /// Hides the screen, or shows it.
  func set(isActive: Bool) throws {
    try bus.call("\(name).SetActive", ["\(isActive)"], of: name, at: path)
  }
}
