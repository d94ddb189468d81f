// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Console

/// The command line of `messngr`.
struct MessngrCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "messngr",
    abstract: "Read and answer your messages, and check that they arrive.",
    discussion: """
      Examples:
        messngr inbox --unread
        messngr reply 42 "On my way"
        messngr run --to ops -- /usr/local/bin/backup.sh

      Exit status: 0 done; 64 wrong usage; 65 text refused; 67 no such name or message; \
      69 not available; 73 no room; 75 deadline passed; 77 not permitted; 78 wrong configuration. "messngr run" ends with the \
      status of the command that it runs.
      """,
    version: "messngr \(Version.text)",
    subcommands: [
      ListCommand.self, ReadCommand.self, SearchCommand.self, ReplyCommand.self,
      DoNotDisturbCommand.self, NameCommand.self, StatusCommand.self, ForgetCommand.self,
      ExportCommand.self, ImportCommand.self, RunCommand.self, DoctorCommand.self,
      BrowseCommand.self, RecipientsCommand.self, RealmCommand.self,
    ])
}
