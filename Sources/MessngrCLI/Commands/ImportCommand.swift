// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Console
import Inbox
import LinuxSystem

/// `messngr import`: stores exported messages.
struct ImportCommand: AsyncSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Store messages that were exported.",
    discussion: """
      Examples:
        messngr import messages.jsonl
        zcat messages.jsonl.gz | messngr import
        ssh old-desk messngr export | messngr import

      Messages that are in the inbox already stay unchanged, so a second import does no harm. A line that \
      is not a message is skipped; the exit status is 65 then.
      """)

  @Argument(help: "The file to read; without it, standard input.", completion: .file())
  var file: String?

  /// The longest line: a text of 64 KiB with each byte escaped, its raw bytes, and the rest.
  static let maximumLineByteCount = 1 << 20

  func run(in context: CommandContext) async throws -> Int32 {
    try await context.withInbox { inbox in
      var lines = LineSource(try open(context), limit: ImportCommand.maximumLineByteCount)
      let progress = Progress(context, "read")
      var (read, stored, bad) = (0, 0, 0)
      var batch: [InboxRecord] = []
      func store() throws {
        stored += try inbox.import(batch)
        batch = []
        if read > 10_000 { progress.show(read) }
      }
      while let line = try lines.next() {
        do throws(InboxRecordError) {
          guard let line else { throw .notARecord }
          guard !line.isEmpty else { continue }
          batch.append(try InboxRecord(jsonLine: line))
          read += 1
        } catch {
          bad += 1
          if bad <= 10 { context.note("line \(lines.number): \(error)") }
        }
        if batch.count == 256 { try store() }
      }
      try store()
      if read > 10_000 { progress.end() }
      let known = read == stored ? "" : ", \(read - stored) were here already"
      let refused = bad == 0 ? "" : ", \(bad) lines are not messages"
      try context.print("Imported \(stored) messages\(known)\(refused).")
      return bad == 0 ? ExitStatus.success.rawValue : ExitStatus.textRefused.rawValue
    }
  }

  private func open(_ context: CommandContext) throws -> FileDescriptor {
    guard let file, file != "-" else { return context.input }
    do throws(Errno) {
      return try FileDescriptor.open(FilePath(file), .readOnly)
    } catch {
      throw CommandFailure(
        "\(file): \(error)", error == .permissionDenied ? .notPermitted : .noSuchName)
    }
  }
}
