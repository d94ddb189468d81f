// SPDX-License-Identifier: Apache-2.0

import Accounts
import Glibc
import LinuxSystem

/// The check whether there is a session bus, which the agent needs for popups.
struct BusCheck {
  private let context: CommandContext

  /// Prepares the check.
  init(in context: CommandContext) {
    self.context = context
  }

  /// The result of the check.
  func finding() -> Finding {
    let address =
      context.environment("DBUS_SESSION_BUS_ADDRESS")
      ?? "unix:path=\(context.paths.runtimeRoot)/\(context.account.userID)/bus"
    guard let socket = BusCheck.socket(of: address) else {
      return Finding(
        "bus", .note, "the session bus is at \(address), which doctor cannot check")
    }
    guard BusCheck.accepts(socket) else {
      return Finding(
        "bus", .note, "no session bus at \(address): messages go to your terminals",
        remedy: "log in to a desktop, or: dbus-run-session")
    }
    return Finding("bus", .good, "the session bus is at \(address)")
  }

  /// The socket of the first address with one, as bytes; an abstract one begins with NUL.
  ///
  /// D-Bus Specification, Server Addresses.
  static func socket(of addresses: String) -> [UInt8]? {
    for address in addresses.split(separator: ";") where address.hasPrefix("unix:") {
      for pair in address.dropFirst("unix:".count).split(separator: ",") {
        if pair.hasPrefix("path=") { return Array(pair.dropFirst("path=".count).utf8) }
        if pair.hasPrefix("abstract=") {
          return [0] + Array(pair.dropFirst("abstract=".count).utf8)
        }
      }
    }
    return nil
  }

  /// Whether a program accepts connections at a socket.
  ///
  /// The corresponding C function is `connect`.
  private static func accepts(_ path: [UInt8]) -> Bool {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    guard path.count < MemoryLayout.size(ofValue: address.sun_path) else { return false }
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path) }
    let descriptor = Glibc.socket(
      AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    let length = MemoryLayout<sa_family_t>.size + path.count + (path.first == 0 ? 0 : 1)
    return unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        // A bus with a full queue is also there.
        unsafe connect(descriptor, $0, socklen_t(length)) == 0 || errno == EAGAIN
      }
    }
  }
}
