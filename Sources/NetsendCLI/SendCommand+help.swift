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

    Every word behind the name is the message. Without one it is read from standard input.

    NAME is
      USER               a user of this machine, or a name that a user has taken; also the
                         machine's own name, which stands for /users
      @GROUP             the members of a group of this machine
      *                  everyone here
      /users             everyone who is logged in here
      \\HOST             a computer on the network: its name or its address
      /domain[:GROUP]    the computers of a workgroup; without a name the machine's own, and
                         everyone who is logged in here
    With "network = on" in /etc/messngr/network, or with --network, a name that nobody here has is
    looked for on the network, and * is the workgroup too.

    Options:
      -t, --to NAME      a recipient; may be repeated
      -f, --from NAME    the name to send under (the proven one travels along)
      -u, --urgency LEVEL       low, normal or critical
          --title TEXT   summary in place of "Message from FROM to TO"
      -i, --icon ICON    an icon's name; its path counts from root, and to yourself
      -c, --category CATEGORY   im.received unless said otherwise
          --expires TIME        not worth showing later: 90, 5m, 2h, 1d
      -a, --action KEY=LABEL    offer an answer as a button; may be repeated
          --id ID        32 hexadecimal digits; the same id twice is one message
          --replaces ID         take the place of an earlier message
          --retract ID   take an earlier message back
          --until STATE  wait until it is stored (the default), shown, read or answered
          --deadline TIME       wait no longer: 5 seconds for stored, 30 for shown, 1h else
          --no-spool     fail if the recipient is away, instead of leaving it in the spool
          --network      use the network for this message as if it were on
          --code-page PAGE      how to write text for the network: 850 (the default), 1252, utf-8, …
      -q, --quiet        print failures only
          --json         print one JSON object for each recipient
      -h, --help         print this
          --version      print the version

    Exit status: 0 the state was reached; 1 some of several recipients failed; 64 wrong usage;
    65 text refused; 67 no such name; 69 nothing could take the message; 73 no room;
    75 deadline passed; 77 not permitted.
    """#
}
