// SPDX-License-Identifier: Apache-2.0

import Console
import Mailslots
import Places
import SystemPackage

extension MailslotProgram {
  /// Writes the messages of a command.
  func write(_ command: WriteCommand) throws(MailslotError) -> ExitStatus {
    guard let account = account(command.user) else { return .noSuchName }
    let lookup = MailslotLookup(of: account, in: places)
    let size = command.maximumMessageSize
    let writer =
      try command.waits
      ? lookup.openWriter(
        command.name, waitingUntil: .after(command.timeout), maximumMessageSize: size)
      : lookup.openWriter(command.name, maximumMessageSize: size)

    switch command.source {
    case .text(let text):
      return try write(Array(text.utf8), of: command, to: writer)
    case .input:
      // A byte more than a message may have is enough to be refused for it.
      let limit = command.maximumMessageSize * (command.isHexadecimal ? 4 : 1) + 1
      let bytes = (try? FileContents.readToEnd(of: input, limit: limit)) ?? []
      return try write(bytes, of: command, to: writer)
    case .lines(let endsInNUL, let stop):
      return try writeLines(endsInNUL: endsInNUL, stop: stop, of: command, to: writer)
    }
  }

  private func writeLines(
    endsInNUL: Bool, stop: String?, of command: WriteCommand, to writer: borrowing MailslotWriter
  ) throws(MailslotError) -> ExitStatus {
    var lines = LineReader(end: endsInNUL ? 0 : UInt8(ascii: "\n"))
    var chunk = [UInt8](repeating: 0, count: 16_384)
    while let count = try? unsafe chunk.withUnsafeMutableBytes({ try unsafe input.read(into: $0) }),
      count > 0
    {
      for line in lines.lines(with: Array(chunk[..<count])) {
        let status = try write(line, of: command, to: writer)
        guard status == .success else { return status }
        if let stop, line.elementsEqual(stop.utf8) { return .success }
      }
    }
    return try lines.rest().map { (line) throws(MailslotError) in
      try write(line, of: command, to: writer)
    } ?? .success
  }

  private func write(
    _ text: [UInt8], of command: WriteCommand, to writer: borrowing MailslotWriter
  ) throws(MailslotError) -> ExitStatus {
    guard let bytes = command.isHexadecimal ? Hexadecimal.decode(text) : text else {
      complain("the message is not made of pairs of hexadecimal digits")
      return .textRefused
    }
    try writer.write(bytes, until: .after(command.timeout ?? .seconds(5)))
    return .success
  }
}
