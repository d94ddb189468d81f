// SPDX-License-Identifier: Apache-2.0

/// The subject of a help text.
public enum HelpTopic: String, Equatable, Sendable, CaseIterable {
  /// The program.
  case program

  /// `mailslot read`.
  case read

  /// `mailslot write`.
  case write

  /// `mailslot info`.
  case info

  /// `mailslot list`.
  case list

  /// `mailslot path`.
  case path

  /// The help: three examples, then every option.
  public var text: String {
    switch self {
    case .program:
      #"""
      Examples:
        mailslot read demo                      make a mailslot, print what is written to it
        mailslot write demo "Lunch is ready"    write one message to it
        mailslot list                           show which have a reader

      Usage: mailslot read|write|info|list|path [options]

        read   make a mailslot and print its messages
        write  write messages to a mailslot
        info   print owner, mode, reader and path of a mailslot
        list   print the same for all mailslots
        path   print the path of the socket file of a mailslot

      A name is "demo", "reports\daily", or in full '\\.\mailslot\demo' (mind your shell's quotes).
      "mailslot read --help" explains the command "read", and so on.

      Exit status: 0 done, 64 wrong usage, 65 message too long, 67 no such mailslot, 69 not reachable,
      73 name taken or mailslot full, 75 timed out, 77 not permitted.
      """#
    case .read:
      #"""
      Examples:
        mailslot read demo                            print every message until interrupted
        mailslot read demo --count 1 --timeout 5s     wait five seconds for one message
        mailslot read demo --until quit               stop at the message "quit"

      Usage: mailslot read NAME [options]

        --timeout TIME         how long to wait for each message: 500ms, 5s, 2m, forever (the default)
        --count N              stop after N messages
        --until TEXT           stop at a message that is TEXT up to its first NUL, without printing it
        --max-size BYTES       refuse longer messages
        --json                 print an object a line: text or hex, size, uid, gid, pid
        --hex                  print the bytes in hexadecimal digits
        -0, --null             end each message with NUL, not with a new line

      With --timeout and without --count, one message in time is enough for status 0.
      """#
    case .write:
      #"""
      Examples:
        mailslot write demo "Lunch is ready"        one message
        mailslot write demo --lines --until quit    each line you type, up to and with "quit"
        uptime | mailslot write demo --wait         as soon as it has a reader

      Usage: mailslot write NAME [TEXT…] [options]

        TEXT…                  the message; without it, all of standard input is the message
        --lines                each line of standard input is a message
        --until TEXT           stop after writing the line TEXT
        -0, --null             lines end with NUL, not with a new line
        --hex                  messages are given in hexadecimal digits
        --timeout TIME         how long to wait for room, or with --wait for a reader (5s)
        --wait                 wait until the mailslot exists, for ever without --timeout
        --max-size BYTES       the longest message to write (65536)
        --user NAME            the owner of the mailslot (you, then the machine)

      '\\HOST\mailslot\NAME' is on another computer, or on all of a workgroup; '\\*\mailslot\NAME' on
      all of this machine's workgroup. One datagram goes out, of at most 432 bytes less the name
      rounded up to a multiple of four, to a workgroup at most 424. No computer reports whether it
      arrives. /etc/messngr/network has the settings of the network.
      """#
    case .info:
      #"""
      Examples:
        mailslot info demo                    whether it has a reader, and its path
        mailslot info demo --json             the same for programs
        mailslot info messngr --user ops      another user's mailslot

      Usage: mailslot info NAME [options]

        --json         print an object: name, path, uid, mode, reader
        --user NAME    the owner of the mailslot (you, then the machine)
      """#
    case .list:
      #"""
      Examples:
        mailslot list            your own mailslots and the machine's
        mailslot list --all      those of every user that you may see
        mailslot list --json     an object a line, for programs

      Usage: mailslot list [options]

        --all          the mailslots of every user
        --json         print an object a line: name, path, uid, mode, reader
        --user NAME    the owner of the mailslots
      """#
    case .path:
      #"""
      Examples:
        mailslot path demo                    where a program finds the socket of the mailslot
        printf hello | socat -u - UNIX-SENDTO:"$(mailslot path demo)"
        mailslot path messngr --user ops      another user's mailslot

      Usage: mailslot path NAME [options]

        --user NAME    the owner of the mailslot (you, then the machine)

      Prints the path of the mailslot that "mailslot write" would write to; without one, the path at
      which "mailslot read" would make it. mailslot(7) has the rules for readers and writers in any
      language.
      """#
    }
  }
}
