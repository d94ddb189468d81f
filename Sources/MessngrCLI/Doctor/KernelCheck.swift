// SPDX-License-Identifier: Apache-2.0

import LinuxSystem

/// How much the kernel holds for a mailslot between two looks of its reader.
struct KernelCheck {
  private let file: FilePath

  /// The number below which a burst makes its senders wait; the kernel's own choice is 10.
  private static let comfortable = 64

  /// Prepares a look at a file; unix(7).
  init(file: FilePath = "/proc/sys/net/unix/max_dgram_qlen") {
    self.file = file
  }

  /// What is found.
  func finding() -> Finding {
    let text = String(decoding: (try? FileContents.read(file)) ?? [], as: UTF8.self)
    guard let count = Int(text.prefix { $0.isNumber }) else {
      return Finding("kernel", .note, "\(file) cannot be read")
    }
    let found = "the kernel holds \(count) messages for each mailslot"
    guard count < KernelCheck.comfortable else { return Finding("kernel", .good, found) }
    return Finding(
      "kernel", .note, "\(found); in a burst senders wait for the reader",
      remedy: "sudo sysctl net.unix.max_dgram_qlen=512")
  }
}
