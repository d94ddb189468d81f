// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import LinuxSystem
import Testing

@testable import MessengerAgent

/// Which files a popup daemon may open.
@Suite struct IconFilesTests {
  /// The beginning of a PNG image of that size, filled up to a length.
  private static func png(_ width: UInt32, _ height: UInt32, byteCount: Int = 100) -> [UInt8] {
    var bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]
    bytes += Array("IHDR".utf8)
    for side in [width, height] {
      bytes += (0..<4).map { UInt8(truncatingIfNeeded: side >> (24 - 8 * $0)) }
    }
    return bytes + Array(repeating: 0, count: max(0, byteCount - bytes.count))
  }

  static let images: [(bytes: [UInt8], isTaken: Bool)] = [
    (png(48, 48), true), (png(1024, 1024), true), (png(1, 1, byteCount: 1 << 20), true),
    (png(1025, 16), false), (png(16, 1025), false), (png(30_000, 30_000), false),
    (png(.max, .max), false), (png(0, 48), false), (png(48, 0), false),
    (png(48, 48, byteCount: (1 << 20) + 1), false),
    (Array(repeating: 0x20, count: 64 << 10), true),
    (Array(repeating: 0x20, count: (64 << 10) + 1), false), ([], false),
  ]

  @Test(arguments: images)
  func `an image is small, both as a file and decoded`(bytes: [UInt8], isTaken: Bool) {
    #expect((IconImage(bytes) != nil) == isTaken)
  }

  @Test func `the beginning of an image is no image`() {
    let image = Self.png(48, 48)
    for count in 8..<24 { #expect(IconImage(Array(image.prefix(count))) == nil) }
  }

  private func withFolder(_ body: (FilePath, IconFiles) async throws -> Void) async throws {
    let folder = "/tmp/messngr-icons-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await body(
      FilePath(folder), IconFiles(in: FilePath(folder).appending("copies"), owner: geteuid()))
  }

  @Test func `files that hang, are too large, or belong to others are not copied`() async throws {
    try await withFolder { folder, icons in
      let good = folder.appending("good.png")
      try Data(Self.png(48, 48)).write(to: URL(filePath: good.string))
      try Data(Self.png(30_000, 30_000)).write(to: URL(filePath: "\(folder)/bomb.png"))
      mkfifo("\(folder)/fifo", 0o600)
      symlink(good.string, "\(folder)/link.png")
      try Data(Self.png(48, 48)).write(to: URL(filePath: "\(folder)/foreign.png"))
      chown("\(folder)/foreign.png", 4242, 4242)
      try Data().write(to: URL(filePath: "\(folder)/sparse.png"))
      truncate("\(folder)/sparse.png", 1 << 40)
      let start = ContinuousClock.now
      for name in [
        "bomb.png", "fifo", "link.png", "foreign.png", "sparse.png", ".", "missing",
        "../../dev/zero", "../../dev/tty", "../../proc/kmsg",
      ] {
        #expect(await icons.copy(folder.appending(name)) == nil, "\(name)")
      }
      #expect(start.duration(to: .now) < .seconds(5))
      let copy = try #require(await icons.copy(good))
      #expect(copy.extension == "png" && copy != good)
      #expect(try Data(contentsOf: URL(filePath: copy.string)) == Data(Self.png(48, 48)))
    }
  }

  @Test func `a copy never changes, and the number of copies is bounded`() async throws {
    try await withFolder { folder, icons in
      let path = folder.appending("icon.png")
      var copies: [FilePath] = []
      for side in UInt32(1)...40 {
        try Data(Self.png(side, side)).write(to: URL(filePath: path.string))
        copies.append(try #require(await icons.copy(path)))
      }
      let kept = copies.suffix(IconFiles.maximumCount)
      for (copy, side) in zip(kept, UInt32(9)...) {
        #expect(try Data(contentsOf: URL(filePath: copy.string)) == Data(Self.png(side, side)))
      }
      let names = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/copies")
      #expect(names.count == IconFiles.maximumCount)
      // The next agent removes the copies of this one.
      let next = IconFiles(in: folder.appending("copies"), owner: geteuid())
      _ = await next.copy(path)
      #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/copies").count == 1)
    }
  }
}
