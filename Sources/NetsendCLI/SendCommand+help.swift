// SPDX-License-Identifier: Apache-2.0

extension SendCommand {
  /// What `--help` prints: three examples, then every option.
  static let helpText = #"""
    Examples:
      netsend ops Backup finished
      netsend --urgency critical --until read ops "RAID degraded"
      df -h | netsend --to ops --to lab --title "Disks"

    Usage: netsend [OPTION…] NAME [MESSAGE…]
           netsend [OPTION…] --to NAME [--to NAME…] [MESSAGE…]

    All words after the name are the message; options stand before the name, and -- ends them.
    Without a message, or with - in its place, netsend reads standard input.

    NAME is
      USER               a user of this machine, or an alias that a user has added; also the
                         machine's own name, which means /users
      @GROUP             the members of a group of this machine
      *                  all users of this machine
      NAME@REALM         a user of another machine of the realm; also @GROUP@REALM, and *@REALM for
                         all users of the realm, which only some machines may do
      /users             all users who are logged in here
      \\HOST             a computer on the network: its name or its address
      /domain[:GROUP]    the computers of a workgroup; without a name, those of the machine's own
                         workgroup, and all users who are logged in here
    A name that is unknown on this machine is looked up in its realm, where it has one.
    With "network = on" in /etc/messngr/network, or with --network, a name that is unknown is
    then looked up on the network, and * includes the workgroup.

    Options:
      -t, --to NAME      a recipient; may be repeated
      -f, --from NAME    the sender's name, as a claim; the proven name is sent, too
      -u, --urgency LEVEL       low, normal or critical
          --title TEXT   summary in place of "Message from FROM to TO"
      -i, --icon ICON    an icon's name; root, and you to yourself, can give a path
      -c, --category CATEGORY   a category of notifications; im.received is the default
          --expires TIME        not worth showing later: 90, 5m, 2h, 1d after it was sent
          --at TIME      deliver it later: 18:00, "tomorrow 9:00", 2h, "2026-12-24 18:00"
      -a, --action KEY=LABEL    offer an answer as a button; may be repeated
          --id ID        32 hexadecimal digits; the same id twice is one message
      -p, --print-id     print the message's id on standard output
      -r, --replaces ID  take the place of an earlier message: its id, or a name of your own that
                         you give each time, progress for example
          --retract ID   take an earlier message back, by its id or such a name
          --until STATE  wait until it is stored (the default), shown, read or answered;
                         for NAME@REALM also queued here, or kept by the servers
      -w, --wait         wait until it is read, or answered if it offers answers
          --deadline TIME       wait no longer; default: 5 s for stored, 30 s for shown, else 1h
          --no-spool     fail if the recipient is away, instead of leaving it in the spool
          --network      use the network for this message as if it were on
          --code-page PAGE      the encoding of text on the network: 850 (default), 1252, utf-8, …
      -q, --quiet        print answers and failures only
      -v, --verbose      print what a terminal gets, also without a terminal
          --json         print one JSON object for each recipient
      -h, --help         print this
          --version      print the version

    Standard output has the answer, the id or JSON; all else goes to standard error. A message that is
    sent prints nothing unless standard output is a terminal.

    Exit status: 0 the state was reached; 1 some of several recipients failed; 64 wrong usage;
    65 text refused; 67 no such name; 69 nothing could take the message; 73 no room;
    75 deadline passed; 77 not permitted.
    """#
}
