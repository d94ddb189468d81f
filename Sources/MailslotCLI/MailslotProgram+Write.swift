// SPDX-License-Identifier: Apache-2.0

import Accounts
import Console
import LinuxSystem
import Mailslots
import NetBIOSClient

extension MailslotProgram {
  /// Writes the messages of a command.
  func write(_ command: WriteCommand) throws(WriteFailure) -> ExitStatus {
    guard let account = account(command.user) else { return .noSuchName }
    let writer = try openOutlet(command, MailslotLookup(of: account, in: paths))
    var pace = writer.pace()
    let status = try write(command, to: writer, &pace)
    for line in pace.warnings { complain(line) }
    return status
  }

  private func write(
    _ command: WriteCommand, to writer: borrowing MessageOutlet, _ pace: inout DatagramPace
  ) throws(WriteFailure) -> ExitStatus {
    switch command.source {
    case .text(let text):
      return try write(Array(text.utf8), of: command, to: writer, &pace)
    case .input:
      // One byte over the limit is enough to refuse the message.
      let limit = command.maximumMessageSize * (command.isHexadecimal ? 4 : 1) + 1
      let bytes = (try? FileContents.readToEnd(of: input, limit: limit)) ?? []
      return try write(bytes, of: command, to: writer, &pace)
    case .lines(let endsInNUL, let stop):
      return try writeLines(endsInNUL: endsInNUL, stop: stop, of: command, to: writer, &pace)
    }
  }

  private func openOutlet(
    _ command: WriteCommand, _ lookup: MailslotLookup
  ) throws(WriteFailure) -> MessageOutlet {
    guard command.name.host != .local else {
      return MessageOutlet(local: try openWriter(command, lookup))
    }
    let access = try networkAccess()
    var local = command
    if let name = try? MailslotName(command.name.path) { local.name = name }
    if case .named(let host) = command.name.host, access.isThisMachine(host) {
      return MessageOutlet(local: try openWriter(local, lookup))
    }
    guard access.settings.use != .never else { throw .local(.remote(command.name)) }
    let remote: RemoteMailslot
    do throws(NetworkFailure) {
      remote = try RemoteMailslot(
        command.name, over: access, until: .after(command.timeout ?? .seconds(5)))
    } catch {
      throw .remote(error)
    }
    local.waits = false
    // This machine need not have a reader if the others in the workgroup get the message.
    let own = remote.isForThisMachineToo ? try? openWriter(local, lookup) : nil
    return MessageOutlet(local: own, remote: remote)
  }

  private func networkAccess() throws(WriteFailure) -> NetworkAccess {
    do throws(NetworkSettingsError) {
      let settings = try NetworkSettings(reading: paths.networkSettings)
      return NetworkAccess(settings, hostName: hostName ?? HostName.current)
    } catch {
      throw .remote(.settings(error))
    }
  }

  private func openWriter(
    _ command: WriteCommand, _ lookup: MailslotLookup
  ) throws(WriteFailure) -> MailslotWriter {
    let size = command.maximumMessageSize
    do throws(MailslotError) {
      return try command.waits
        ? lookup.openWriter(
          command.name, waitingUntil: .after(command.timeout), maximumMessageSize: size)
        : lookup.openWriter(command.name, maximumMessageSize: size)
    } catch {
      throw .local(error)
    }
  }

  private func writeLines(
    endsInNUL: Bool, stop: String?, of command: WriteCommand, to writer: borrowing MessageOutlet,
    _ pace: inout DatagramPace
  ) throws(WriteFailure) -> ExitStatus {
    var lines = LineReader(end: endsInNUL ? 0 : UInt8(ascii: "\n"))
    while let chunk = try? input.read(), !chunk.isEmpty {
      for line in lines.lines(with: chunk) {
        let status = try write(line, of: command, to: writer, &pace)
        guard status == .success else { return status }
        if let stop, line.elementsEqual(stop.utf8) { return .success }
      }
    }
    guard let rest = lines.rest() else { return .success }
    return try write(rest, of: command, to: writer, &pace)
  }

  private func write(
    _ text: [UInt8], of command: WriteCommand, to writer: borrowing MessageOutlet,
    _ pace: inout DatagramPace
  ) throws(WriteFailure) -> ExitStatus {
    guard let bytes = command.isHexadecimal ? Hexadecimal.decode(text) : text else {
      complain("the message is not made of pairs of hexadecimal digits")
      return .textRefused
    }
    try writer.write(bytes, until: .after(command.timeout ?? .seconds(5)))
    let pause = pace.note(byteCount: bytes.count)
    if pause > .zero {
      // No event says that the network has taken the datagrams before.
      PlainThread.sleep(milliseconds: Int32(clamping: pause.wholeMilliseconds))
    }
    return .success
  }
}
