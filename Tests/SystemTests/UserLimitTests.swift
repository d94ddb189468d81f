// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// `eve` tries to use up the files of `ann`'s mailslots and spool.
///
/// The users are real. In the mount namespace, `/run/mailslot` is as small as on a machine.
@Suite struct UserLimitTests {
  /// The beginning of each script: the places, and `as USER COMMAND`.
  private static let prelude = """
    set -eu
    mkdir run spool bin
    chmod 755 . run spool bin
    mount -t tmpfs -o mode=0755,size=16M,nr_inodes=${INODES:-5000} mailslot run
    cat >bin/getent <<'END'
    #!/bin/sh
    for line in eve:x:200001:200001::/:/bin/sh ann:x:200002:200002::/:/bin/sh; do
      case $#:$line in 1:* | 2:*:x:"$2":*) echo "$line" ;; esac
    done
    END
    chmod 755 bin/getent
    export PATH="$PWD/bin:$PATH" MAILSLOT_ROOT="$PWD/run" MESSNGR_SPOOL="$PWD/spool"
    paths() { "$RESOURCES/libexec/user-places" "$@"; }
    as() { user=$1; shift; setpriv --reuid "$user" --regid "$user" --clear-groups -- "$@"; }
    eve=200001 ann=200002

    """

  private func run(_ script: String) throws -> Finished {
    try #require(
      geteuid() == 0, "this test makes users of its own: run it as root (sudo swift test)")
    let bench = try Workbench()
    let command = "cd '\(bench.path)'\n" + Self.prelude + script
    return try bench.run(
      "/usr/bin/unshare", ["--mount", "--propagation", "private", "/bin/sh", "-c", command],
      ["RESOURCES": Workbench.resources], package: "util-linux")
  }

  @Test func `a user who uses up the files of their mailslots leaves those of others`() throws {
    let finished = try run(
      """
      paths start $eve
      as $eve /usr/bin/python3 -c '
      import os
      os.chdir("run/eve")
      for n in range(100000):
          try: open("%d" % n, "wb").close()
          except OSError: break
      print(n)'
      paths start $ann
      as $ann touch run/ann/messngr.lock && echo ann has room
      paths start $ann && test -e run/ann/messngr.lock && echo ann keeps it
      paths stop $eve && paths stop $ann
      ls run; findmnt -rno TARGET | grep -c "$PWD/run/" || true
      """)
    #expect(finished.status == 0, "\(finished.errors)")
    let lines = finished.output.split(separator: "\n").map(String.init)
    #expect((Int(lines.first ?? "") ?? .max) < 2048)
    #expect(lines.dropFirst() == ["ann has room", "ann keeps it", "0"], "\(finished)")
  }

  @Test func `the last logout removes directories that another user left in the spool`() throws {
    let finished = try run(
      """
      paths start $ann
      as $eve /usr/bin/python3 -c '
      import os
      os.chdir("spool/ann")
      for n in range(500): os.makedirs("d%d/x" % n); open("d%d/y" % n, "wb").close()
      os.symlink("/etc", "link"); os.makedirs("deep/" + "d/" * 200); os.chmod("d1/x", 0)'
      touch precious; ln -s "$PWD/precious" spool/ann/root; mkdir spool/ann/mine
      chown -h $ann spool/ann/mine
      paths stop $ann
      find spool/ann -mindepth 1 | sort; ls precious
      """)
    #expect(finished.status == 0, "\(finished.errors)")
    // The agent removes files and links.
    #expect(
      finished.output == "spool/ann/link\nspool/ann/mine\nspool/ann/root\nprecious\n",
      "\(finished)")
  }
}
