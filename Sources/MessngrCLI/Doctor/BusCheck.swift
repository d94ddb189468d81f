// SPDX-License-Identifier: Apache-2.0

import Accounts
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
        "bus", .note, "no session bus at \(address): there is no desktop to show messages on",
        remedy: "messngrd --display terminals &")
    }
    return Finding("bus", .good, "the session bus is at \(address)")
  }

  /// The socket of the first address with one, as bytes; an abstract one begins with NUL.
  ///
  /// D-Bus Specification, Server Addresses.
  static func socket(of addresses: String) -> UnixAddress? {
    for address in addresses.split(separator: ";") where address.hasPrefix("unix:") {
      for pair in address.dropFirst("unix:".count).split(separator: ",") {
        if pair.hasPrefix("path=") {
          return UnixAddress(path: String(pair.dropFirst("path=".count)))
        }
        if pair.hasPrefix("abstract=") {
          return UnixAddress(abstractName: String(pair.dropFirst("abstract=".count)))
        }
      }
    }
    return nil
  }

  /// Whether a program accepts connections at a socket.
  ///
  /// The corresponding C function is `connect`.
  private static func accepts(_ address: UnixAddress) -> Bool {
    guard let socket = try? FileDescriptor.unixStreamSocket() else { return false }
    defer { try? socket.close() }
    do throws(Errno) {
      try socket.connect(to: address)
      return true
    } catch {
      // A bus with a full queue is also there.
      return error == .wouldBlock
    }
  }
}
