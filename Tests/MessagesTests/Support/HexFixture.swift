// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

/// A packet in `Tests/Fixtures`: hexadecimal bytes, and comments from `#` to the end of the line.
struct HexFixture: CustomTestStringConvertible {
  let path: String

  init(_ path: String) {
    self.path = path
  }

  var testDescription: String { path }

  var bytes: [UInt8] {
    get throws {
      let tests = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
      let file = try #require(fopen("/\(tests)/Fixtures/\(path).hex", "r"), "\(path) is not there")
      defer { fclose(file) }
      var text = ""
      while case let character = getc(file), character != EOF {
        text.unicodeScalars.append(Unicode.Scalar(UInt8(character)))
      }
      return try text.split(separator: "\n").flatMap { line in
        try line.prefix { $0 != "#" }.split(separator: " ").map { digits in
          try #require(UInt8(digits, radix: 16))
        }
      }
    }
  }
}
