// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

/// The wall clock of one program, set to another day; faketime(1).
///
/// The monotonic clock, which timeouts use, stays as it is, as when root sets the time of a machine.
struct FakeClock {
  private let file: URL

  /// Makes a clock that can be set while the program runs.
  init(in folder: URL) throws {
    file = folder.appending(path: "clock")
    try set(days: 0)
  }

  /// The environment of a program that reads this clock.
  var environment: [String: String] {
    get throws {
      try Self.preload.merging(["FAKETIME_TIMESTAMP_FILE": file.path, "FAKETIME_NO_CACHE": "1"]) {
        $1
      }
    }
  }

  /// Sets the clock to some days from now.
  func set(days: Int) throws { try Data("\(Self.offset(days))\n".utf8).write(to: file) }

  /// The environment of a program whose clock is off by some days.
  static func environment(days: Int) throws -> [String: String] {
    try preload.merging(["FAKETIME": offset(days)]) { $1 }
  }

  /// An offset always has its sign, because faketime reads other numbers as a date.
  private static func offset(_ days: Int) -> String { days < 0 ? "\(days)d" : "+\(days)d" }

  private static var preload: [String: String] {
    get throws {
      let folders = try FileManager.default.contentsOfDirectory(atPath: "/usr/lib")
      let libraries = folders.map { "/usr/lib/\($0)/faketime/libfaketime.so.1" }
      guard let library = libraries.first(where: { access($0, R_OK) == 0 }) else {
        throw TestProcessError.missing("libfaketime.so.1", install: "apt-get install faketime")
      }
      return ["LD_PRELOAD": library, "FAKETIME_DONT_FAKE_MONOTONIC": "1"]
    }
  }
}
