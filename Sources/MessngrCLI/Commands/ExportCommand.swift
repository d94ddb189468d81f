// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Console
import Inbox
import LinuxSystem

/// `messngr export`: writes messages as lines of JSON.
struct ExportCommand: AsyncSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write messages as JSON, one object for each line.",
    discussion: """
      Examples:
        messngr export messages.jsonl
        messngr export | gzip > messages.jsonl.gz
        messngr export --urgency critical --since 30d | jq -r .text

      Times are milliseconds since 1970-01-01 00:00 UTC. "messngr import" reads what this writes.
      """)

  @Argument(help: "The new file; without it, standard output.", completion: .file())
  var file: String?

  @OptionGroup var options: FilterOptions

  @OptionGroup var states: StateOptions

  func run(in context: CommandContext) async throws -> Int32 {
    let filter = try options.filter(states: states.states(), at: context.now)
    return try await context.withMessages { inbox in
      let output = try open(context)
      let progress = Progress(context, "exported")
      var (last, count) = (Int64(0), 0)
      while case let records = try inbox.messages(after: last, limit: 256), !records.isEmpty {
        let selected = records.filter(filter.matches)
        let lines = selected.map { $0.jsonLine + "\n" }.joined()
        try output.writeAll(Array(lines.utf8))
        last = records.last?.number ?? last
        count += selected.count
        if count > 10_000 { progress.show(count) }
      }
      if count > 10_000 { progress.end() }
      if output != context.output {
        try output.close()
        context.note("exported \(count) messages")
      }
      return ExitStatus.success.rawValue
    }
  }

  private func open(_ context: CommandContext) throws -> FileDescriptor {
    guard let file, file != "-" else { return context.output }
    do throws(Errno) {
      // An existing file may be the only copy of its contents.
      return try FileDescriptor.open(
        FilePath(file), .writeOnly, options: .exclusiveCreate,
        permissions: .ownerReadWrite)
    } catch {
      throw CommandFailure(
        "\(file): \(error)", error == .permissionDenied ? .notPermitted : .noRoom)
    }
  }
}
