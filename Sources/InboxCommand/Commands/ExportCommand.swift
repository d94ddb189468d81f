// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Console
import Inbox
import SystemPackage

/// `messngr export`: writes all messages as lines of JSON.
struct ExportCommand: Errand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write all messages as JSON, one object a line.",
    discussion: """
      Examples:
        messngr export messages.jsonl
        messngr export | gzip > messages.jsonl.gz
        messngr export | jq -r 'select(.urgency == "critical") | .text'

      Times are milliseconds since 1970-01-01 00:00 UTC. "messngr import" reads what this writes.
      """)

  @Argument(help: "The file to make; standard output without it.", completion: .file())
  var file: String?

  func run(in surroundings: Surroundings) async throws -> Int32 {
    try await surroundings.withInbox { inbox in
      let output = try open(surroundings)
      let progress = Progress(surroundings, "exported")
      var (last, count) = (Int64(0), 0)
      while case let records = try inbox.messages(after: last, limit: 256), !records.isEmpty {
        let lines = records.map { $0.jsonLine + "\n" }.joined()
        try output.writeAll(Array(lines.utf8))
        last = records.last?.number ?? last
        count += records.count
        if count > 10_000 { progress.show(count) }
      }
      if count > 10_000 { progress.end() }
      if output != surroundings.output {
        try output.close()
        surroundings.note("exported \(count) messages")
      }
      return ExitStatus.success.rawValue
    }
  }

  private func open(_ surroundings: Surroundings) throws -> FileDescriptor {
    guard let file, file != "-" else { return surroundings.output }
    do {
      // What is there already may be the only copy of something.
      return try FileDescriptor.open(
        FilePath(file), .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec],
        permissions: .ownerReadWrite)
    } catch let error as Errno {
      throw CommandFailure(
        "\(file): \(error)", error == .permissionDenied ? .notPermitted : .noRoom)
    }
  }
}
