// SPDX-License-Identifier: Apache-2.0

import LinuxSystem

/// The check how many messages the kernel holds for a mailslot until its reader takes them.
struct KernelCheck {
  private let context: CommandContext
  private let file: FilePath

  /// With fewer messages than this, senders wait during a burst; the kernel's default is 10.
  private static let comfortable = 64

  /// Prepares the check of a file; unix(7).
  init(in context: CommandContext, file: FilePath = "/proc/sys/net/unix/max_dgram_qlen") {
    self.context = context
    self.file = file
  }

  /// The result of the check.
  func finding() -> Finding {
    let text = String(decoding: (try? FileContents.read(file)) ?? [], as: UTF8.self)
    guard let count = Int(text.prefix { $0.isNumber }) else {
      return Finding("kernel", .note, "\(file) cannot be read")
    }
    let found = "the kernel holds \(count) messages for each mailslot"
    guard count < KernelCheck.comfortable else { return Finding("kernel", .good, found) }
    return Finding(
      "kernel", .note, "\(found); in a burst senders wait for the reader",
      remedy: Remedy(in: context).asRoot("sysctl net.unix.max_dgram_qlen=512"))
  }
}
