// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The name of this machine.
public enum HostName {
  /// The name as the kernel has it, with its domain if that is part of it.
  ///
  /// The corresponding C function is `gethostname`.
  public static var current: String {
    var name = [CChar](repeating: 0, count: 256)
    guard unsafe gethostname(&name, name.count - 1) == 0 else { return "localhost" }
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
