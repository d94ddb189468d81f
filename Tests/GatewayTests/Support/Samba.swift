// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

/// Samba's daemons on a host, with all their files in a test's folder.
final class Samba {
  private let house: GatewayHost
  private let host: Int
  private let folder: URL

  /// nmbd's socket for packets that are not for itself.
  var unexpected: String { folder.appending(path: "sock/unexpected").path }

  /// - Parameter settings: More lines for smb.conf.
  init(on host: Int, of house: GatewayHost, name: String, _ settings: [String] = []) throws {
    self.house = house
    self.host = host
    folder = house.folder.appending(path: "samba-\(name)-\(host)")
    for name in ["lock", "state", "cache", "pid", "private", "rpc", "sock"] {
      try FileManager.default.createDirectory(
        at: folder.appending(path: name), withIntermediateDirectories: true)
    }
    let lines =
      [
        "[global]", "netbios name = \(name)", "workgroup = WORKGROUP",
        "interfaces = \(house.lan.address(of: host))/24", "bind interfaces only = no",
        "server role = standalone server", "server min protocol = NT1", "smb ports = 139",
        "map to guest = Bad User", "disable spoolss = yes", "load printers = no",
        "lock directory = \(folder.path)/lock", "state directory = \(folder.path)/state",
        "cache directory = \(folder.path)/cache", "pid directory = \(folder.path)/pid",
        "private dir = \(folder.path)/private", "ncalrpc dir = \(folder.path)/rpc",
        "nmbd:socket dir = \(folder.path)/sock",
      ] + settings
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(
      to: folder.appending(path: "smb.conf"))
  }

  /// Starts smbd or nmbd.
  ///
  /// It is a leader of a session: at its end it signals its whole group.
  func start(_ daemon: String) throws -> Program {
    try house.lan.start(
      on: host, "/usr/bin/setsid",
      [
        "/usr/sbin/\(daemon)", "--foreground", "--no-process-group", "--debug-stdout",
        "-s", folder.appending(path: "smb.conf").path,
      ], package: "samba")
  }
}
