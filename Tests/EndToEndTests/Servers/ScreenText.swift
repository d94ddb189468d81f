// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

/// The words on a screen, as a program for text recognition (tesseract) reads them from its picture.
struct ScreenText {
  /// A point of the screen.
  struct Place: Sendable {
    let x: Int
    let y: Int
  }

  private let words: [(text: String, place: Place)]

  /// Reads a picture, which may show nothing.
  init(of picture: String) throws {
    let clear = picture + ".clear.png"
    // The difference to the neighbourhood: light and dark themes and grey labels look the same then.
    let offset = try Self.convert(
      [
        picture, "-trim", "-format", "%k %X %Y\n", "-write", "info:-", "+repage", "-resize", "200%",
        "-colorspace", "Gray", "(", "+clone", "-blur", "0x12", ")", "-compose", "difference",
        "-composite", "-normalize", "-negate", clear,
      ]
    ).split(whereSeparator: \.isWhitespace).compactMap { Int($0.drop { $0 == "+" }) }
    guard offset.count == 3, offset[0] > 1 else {
      words = []
      return
    }
    let table = try Program.output(
      of: "/usr/bin/tesseract", [clear, "-", "--psm", "11", "tsv"],
      environment: Program.path.merging(["OMP_THREAD_LIMIT": "1"]) { $1 },
      package: "tesseract-ocr tesseract-ocr-eng")
    words = String(decoding: table, as: UTF8.self).split(separator: "\n").compactMap { line in
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard fields.count == 12, let left = Int(fields[6]), let top = Int(fields[7]),
        let width = Int(fields[8]), let height = Int(fields[9]),
        !fields[11].allSatisfy(\.isWhitespace)
      else { return nil }
      return (
        String(fields[11]),
        Place(x: offset[1] + (left + width / 2) / 2, y: offset[2] + (top + height / 2) / 2)
      )
    }
  }

  /// All words, with spaces between them.
  var line: String { words.map(\.text).joined(separator: " ") }

  /// Whether a word is on the screen.
  func shows(_ word: String) -> Bool { place(of: word) != nil }

  /// How often a word is on the screen.
  func count(of word: String) -> Int { words.count { $0.text.contains(word) } }

  /// Where a word is.
  func place(of word: String) -> Place? { words.last { $0.text.contains(word) }?.place }

  private static func convert(_ words: [String]) throws -> String {
    let program = try Program(
      "/usr/bin/convert", words, environment: Program.path, package: "imagemagick")
    // It fails for a picture of one colour, of which nothing is left.
    return try program.finish().output
  }
}
