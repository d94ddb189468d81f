// SPDX-License-Identifier: Apache-2.0

import Wire

/// The bytes of an image that is small enough for a popup, also after decoding.
struct IconImage: Equatable, Sendable {
  /// The largest PNG file, in bytes: 1 MiB.
  static let maximumByteCount = 1 << 20

  /// The largest width and height of a PNG image, in pixels.
  static let maximumSide: UInt32 = 1024

  /// The largest file in any other format, in bytes: 64 KiB.
  static let maximumOtherByteCount = 64 << 10

  private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// The bytes.
  let bytes: [UInt8]

  /// Takes the bytes of a file; `nil` when the image is too large, or empty.
  ///
  /// A PNG image says its size in pixels at its beginning: PNG Specification (ISO/IEC 15948) 5.2, 11.2.2.
  init?(_ bytes: [UInt8]) {
    if bytes.starts(with: IconImage.signature) {
      guard bytes.count <= IconImage.maximumByteCount, let (width, height) = Self.size(ofPNG: bytes)
      else { return nil }
      let sides = 1...IconImage.maximumSide
      guard sides.contains(width), sides.contains(height) else { return nil }
    } else {
      guard (1...IconImage.maximumOtherByteCount).contains(bytes.count) else { return nil }
    }
    self.bytes = bytes
  }

  private static func size(ofPNG bytes: [UInt8]) -> (width: UInt32, height: UInt32)? {
    var reader = ByteReader(bytes)
    do throws(WireError) {
      try reader.seek(to: signature.count, "chunk")
      let length: UInt32 = try reader.readBigEndian("length")
      let type = try reader.readBytes(4, "type")
      guard length == 13, type.elementsEqual("IHDR".utf8) else { return nil }
      return (try reader.readBigEndian("width"), try reader.readBigEndian("height"))
    } catch {
      return nil
    }
  }
}
