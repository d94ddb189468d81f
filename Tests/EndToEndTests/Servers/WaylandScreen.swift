// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

/// A screen of Wayland (sway without an output device).
///
/// sway refuses to run as root. So root starts it, and the programs on the screen, as a user without rights.
final class WaylandScreen: Screen {
  let variables: [String: String]
  let launcher: [String]

  private let folder: URL
  private let sway: Program

  private static let unprivileged: uid_t = 65534

  /// Starts a screen of 800 by 600 points.
  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "sway-\(UUID().uuidString)")
    for name in ["home", "run"] {
      let path = folder.appending(path: name)
      try FileManager.default.createDirectory(at: path, withIntermediateDirectories: true)
      chmod(path.path, 0o700)
      if getuid() == 0 { chown(path.path, Self.unprivileged, Self.unprivileged) }
    }
    let configuration = """
      output HEADLESS-1 resolution 800x600 position 0,0
      output * background #102030 solid_color
      """
    let file = folder.appending(path: "config").path
    try configuration.write(toFile: file, atomically: true, encoding: .utf8)
    let run = folder.appending(path: "run").path
    variables = [
      "HOME": folder.appending(path: "home").path, "XDG_RUNTIME_DIR": run,
      "WAYLAND_DISPLAY": "wayland-1", "NO_AT_BRIDGE": "1", "GSETTINGS_BACKEND": "memory",
      "GDK_BACKEND": "wayland",
    ]
    launcher =
      getuid() == 0
      ? [
        "/usr/bin/setpriv", "--reuid", "\(Self.unprivileged)", "--regid", "\(Self.unprivileged)",
        "--clear-groups", "--",
      ] : []
    let words = launcher + ["/usr/bin/sway", "-c", file]
    var environment = variables.merging([
      "PATH": "/usr/bin:/bin", "WLR_BACKENDS": "headless", "WLR_LIBINPUT_NO_DEVICES": "1",
      "WLR_RENDERER": "pixman", "DBUS_SESSION_BUS_ADDRESS": "disabled:",
    ]) { $1 }
    environment["WAYLAND_DISPLAY"] = nil
    sway = try Program(
      words[0], Array(words.dropFirst()), environment: environment, package: "sway util-linux")
    try eventually("a screen of sway") {
      FileManager.default.fileExists(atPath: "\(run)/wayland-1")
    }
  }

  deinit {
    sway.end()
    try? FileManager.default.removeItem(at: folder)
  }

  func capture(to file: String) throws {
    try Program.output(
      of: "/usr/bin/grim", [file], environment: variables.merging(Program.path) { $1 },
      package: "grim")
  }

  func click(_ place: ScreenText.Place, button: Int) throws {
    try Program.output(
      of: "/usr/bin/python3",
      ["-c", Self.pointer, "\(place.x)", "\(place.y)", "\([1: 0x110, 2: 0x112][button] ?? 0x111)"],
      environment: variables.merging(Program.path) { $1 }, package: "python3")
  }

  /// Clicks with a pointer device of its own: wlr-virtual-pointer-unstable-v1.
  private static let pointer = #"""
    import os, socket, struct, sys, time
    x, y, button = map(int, sys.argv[1:])
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(os.environ["XDG_RUNTIME_DIR"] + "/" + os.environ["WAYLAND_DISPLAY"])
    names, last = {}, 2
    def send(target, opcode, body=b""):
        connection.sendall(struct.pack("<IHH", target, opcode, 8 + len(body)) + body)
    def new():
        global last
        last += 1
        return last
    def exact(count):
        data = b""
        while len(data) < count: data += connection.recv(count - len(data))
        return data
    def sync():
        callback = new()
        send(1, 0, struct.pack("<I", callback))
        while True:
            source, opcode, size = struct.unpack("<IHH", exact(8))
            body = exact(size - 8)
            if source == 1 and opcode == 0: sys.exit(repr(body))
            if source == 2 and opcode == 0:
                name, length = struct.unpack("<II", body[:8])
                names[body[8:7 + length].decode()] = name
            if source == callback: return
    def now(): return int(time.monotonic() * 1000) & 0xFFFFFFFF
    def move(x):
        send(pointer, 1, struct.pack("<IIIII", now(), x, y, 800, 600))
        send(pointer, 4)
        sync()
    send(1, 1, struct.pack("<I", 2))
    sync()
    kind = b"zwlr_virtual_pointer_manager_v1\0"
    manager = new()
    send(2, 0, struct.pack("<II", names[kind[:-1].decode()], len(kind)) + kind
        + struct.pack("<II", 1, manager))
    pointer = new()
    send(manager, 0, struct.pack("<II", 0, pointer))
    # The program below the pointer must ask for the new device before it hears of it.
    move(x - 1)
    time.sleep(0.3)
    move(x)
    time.sleep(0.1)
    for pressed in (1, 0):
        send(pointer, 2, struct.pack("<III", now(), button, pressed))
        send(pointer, 4)
        sync()
        time.sleep(0.1)
    """#
}
