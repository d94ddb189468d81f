// SPDX-License-Identifier: Apache-2.0

import Console
import LinuxSystem
import Mailslots
import Synchronization

extension MailslotProgram {
  /// Makes a mailslot and prints its messages, until it has printed enough or a signal comes.
  ///
  /// - Returns: The exit status: after a signal, 128 more than its number.
  func read(_ command: MailslotReadCommand) throws(MailslotError) -> Int32 {
    guard let account = account(nil) else { return ExitStatus.noSuchName.rawValue }
    let signals = StopSignals()
    let reader = try MailslotLookup(of: account, in: paths).createReader(
      command.name,
      options: MailslotOptions(
        maximumMessageSize: command.maximumMessageSize,
        refusesLargerMessages: command.maximumMessageSize > 0, readTimeout: command.timeout))
    defer { reader.close() }
    signals.onStop { reader.close() }

    var printed = 0
    while command.count.map({ printed < $0 }) ?? true {
      let message: MailslotMessage
      do throws(MailslotError) {
        message = try reader.read()
      } catch {
        switch error {
        case .aborted, .closed: return 128 + signals.received
        case .timedOut where command.count == nil && printed > 0: break
        default: throw error
        }
        break
      }
      if let stop = command.stop, message.isLine(stop) { break }
      guard print(message, as: command.format) else { break }
      printed += 1
    }
    if let refused = try? reader.info().refusedMessageCount, refused > 0 {
      let size = command.maximumMessageSize
      let tooLong = size > 0 ? "had more than \(size) bytes, or " : ""
      complain("\(refused) messages \(tooLong)were more than one user may leave unread: refused")
    }
    return ExitStatus.success.rawValue
  }
}

extension MailslotMessage {
  /// Whether the message is a text, with or without the end of a line.
  ///
  /// Only the bytes up to the first NUL count: a client of the tutorials writes a whole buffer, in which NULs
  /// follow the text.
  func isLine(_ text: String) -> Bool {
    var line = bytes.prefix { $0 != 0 }
    if line.last == UInt8(ascii: "\n") { line.removeLast() }
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    return line.elementsEqual(text.utf8)
  }
}
