// SPDX-License-Identifier: Apache-2.0

/// The environment from which a test sends a message.
enum SendOrigin: String, CaseIterable {
  case terminal = "own terminal"
  case cron = "own cron"
  case rootCron = "root's cron"
  case otherUser = "another user"
  case systemUnit = "system unit"
  case userUnit = "user unit"
  case ssh = "ssh login, no bus"
  case empty = "`env -i`"
  case container = "container"

  /// Whether the sender is the recipient, if there is such a user.
  var isOwn: Bool { [.terminal, .cron, .userUnit, .ssh].contains(self) }

  /// Whether root sends.
  var isRoot: Bool { [.rootCron, .systemUnit].contains(self) }

  /// Whether a cron daemon starts the command.
  var isCron: Bool { [.cron, .rootCron].contains(self) }

  /// The command line that runs `command` in this environment.
  ///
  /// The test starts it as the sender, or as root where ``startsAsRoot`` says so.
  ///
  /// - Parameter command: Words that a shell would not change.
  func words(for command: [String], by user: Machine.User, on machine: Machine) -> [String] {
    let line = command.map { "'\($0)'" }.joined(separator: " ")
    switch self {
    case .terminal: return ["/usr/bin/script", "-qec", line, "/dev/null"]
    case .otherUser:
      let variables = [
        "HOME=\(user.home)", "USER=\(user.name)", "PATH=/usr/bin:/bin", "LANG=C.UTF-8",
      ]
      return ["/usr/bin/env", "-i"] + variables + command
    case .systemUnit:
      // What systemd gives to a service of the system: systemd.exec(5).
      let variables = [
        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin", "LANG=C.UTF-8",
        "INVOCATION_ID=0123456789abcdef0123456789abcdef", "JOURNAL_STREAM=8:4711",
        "SYSTEMD_EXEC_PID=4711",
      ]
      return ["/usr/bin/setsid", "--wait", "/usr/bin/env", "-i"] + variables + command
    case .userUnit:
      let runtime = "/run/user/\(user.uid)"
      let variables = [
        "HOME=\(user.home)", "LOGNAME=\(user.name)", "USER=\(user.name)", "SHELL=/bin/sh",
        "PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8", "XDG_RUNTIME_DIR=\(runtime)",
        "DBUS_SESSION_BUS_ADDRESS=unix:path=\(runtime)/bus", "MANAGERPID=4711",
        "INVOCATION_ID=0123456789abcdef0123456789abcdef", "JOURNAL_STREAM=8:4711",
      ]
      return ["/usr/bin/setsid", "--wait", "/usr/bin/env", "-i"] + variables + command
    case .ssh: return ["/usr/bin/su", "-", user.name, "-c", line]
    case .empty: return ["/usr/bin/env", "-i"] + command
    case .container:
      // All namespaces are new. Of the machine's /run and /var the container has the mailslots and
      // the spools only.
      let script = """
        set -e
        mkdir -p \(machine.folder)/given/slots \(machine.folder)/given/spools
        mount --bind /run/mailslot \(machine.folder)/given/slots
        mount --rbind /var/spool/messngr \(machine.folder)/given/spools
        mount -t tmpfs tmpfs /run
        mount -t tmpfs tmpfs /var
        mkdir -p /run/mailslot /var/spool/messngr
        mount --bind \(machine.folder)/given/slots /run/mailslot
        mount --rbind \(machine.folder)/given/spools /var/spool/messngr
        hostname container
        exec setpriv --reuid \(user.uid) --regid \(user.uid) --clear-groups --inh-caps=-all \\
          env -i \(line)
        """
      return [
        "/usr/bin/unshare", "--mount", "--pid", "--fork", "--mount-proc", "--net", "--uts", "--ipc",
        "/bin/sh", "-c", script,
      ]
    case .cron, .rootCron: return command
    }
  }

  /// Whether the test starts the command as root, and the command changes to the sender.
  var startsAsRoot: Bool { [.ssh, .container].contains(self) }
}
