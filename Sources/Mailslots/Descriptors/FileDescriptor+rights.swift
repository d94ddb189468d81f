// SPDX-License-Identifier: Apache-2.0

import CLinux
package import SystemPackage

extension FileDescriptor {
  /// Lets no other process pass descriptors to this socket; unix(7) `SO_PASSRIGHTS`.
  ///
  /// - Returns: Whether the kernel can do that: Linux 6.16 and later.
  package func refuseDescriptors() -> Bool { clinux_refuse_descriptors(rawValue) == 0 }

  /// Whether descriptors came with the next packet of this socket; recvmsg(2) `MSG_PEEK`.
  ///
  /// Looking takes none of them.
  package var nextPacketHasDescriptors: Bool { clinux_next_has_descriptors(rawValue) > 0 }
}
