// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import NIOCore

extension Channel {
  /// Sends the packets that follow over an interface; ip(7), `IP_UNICAST_IF`.
  ///
  /// To be called on the event loop of a channel for UDP, where it is done at once. Without the option in
  /// the kernel, the routing table decides.
  ///
  /// - Parameter index: The number of the interface; `nil` to follow the routing table.
  func chooseInterface(_ index: Int?) {
    guard let socket = self as? any SocketOptionProvider else { return }
    let option = NIOBSDSocket.Option(rawValue: FileDescriptor.interfaceOption)
    let value = CInt(clamping: index ?? 0).bigEndian
    // The value has the four bytes of an int, as the option has.
    _ = socket.unsafeSetSocketOption(level: .ip, name: option, value: value)
  }
}
