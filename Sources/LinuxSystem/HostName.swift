// SPDX-License-Identifier: Apache-2.0

import CLinux
import Wire

/// The name of this machine.
public enum HostName {
  /// The kernel's name for this machine, which may include a domain.
  ///
  /// The corresponding C function is `gethostname`.
  public static var current: String {
    var name = [CChar](repeating: 0, count: 256)
    guard unsafe gethostname(&name, name.count - 1) == 0 else { return "localhost" }
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
