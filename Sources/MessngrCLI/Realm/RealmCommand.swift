// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Console
import LinuxSystem
import Realm

/// `messngr realm`: the authority of the machines that exchange messages.
struct RealmCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "realm",
    abstract: "Set up a realm: servers and machines that exchange messages.",
    discussion: """
      Examples:
        messngr realm init lab n1=192.0.2.1 n2=192.0.2.2 n3=192.0.2.3
        messngr realm add-host web1 ann bob
        messngr realm renew-host web1
        messngr realm remove-host web1
        messngr realm config

      A realm is a set of machines that exchange messages: netsend ann@lab reaches ann on each machine \
      of the realm lab. messngr-relay carries the messages, over servers of NATS.

      The directory of the realm's authority has the key that signs all certificates: keep it on a \
      machine that only you use. The commands use no network; "man messngr-realm" says where each file \
      goes.
      """,
    subcommands: [
      InitCommand.self, AddHostCommand.self, RenewHostCommand.self, RemoveHostCommand.self,
      ConfigCommand.self,
    ])

  /// The option that all subcommands have.
  struct Options: ParsableArguments {
    @Option(help: "The directory of the realm's authority.", completion: .directory)
    var directory = "."

    /// The directory.
    var folder: RealmFolder { RealmFolder(path: FilePath(directory)) }
  }
}

extension RealmCommand {
  /// `messngr realm init`: makes the authority.
  struct InitCommand: AsyncSubcommand {
    static let configuration = CommandConfiguration(
      commandName: "init", abstract: "Make the authority of a new realm.",
      discussion: """
        Examples:
          messngr realm init lab n1=192.0.2.1 n2=192.0.2.2 n3=192.0.2.3
          messngr realm init home n1=nas.example --directory ~/realm

        Three servers keep each message on two disks at least before it counts as kept, and one of \
        them may fail. One server is enough for a small realm.
        """)

    @Argument(help: "The name of the realm: letters, digits and hyphens.")
    var realm: String

    @Argument(help: ArgumentHelp("The servers.", valueName: "name=address"))
    var servers: [String]

    @OptionGroup var options: Options

    func run(in context: CommandContext) async throws -> Int32 {
      let lines = servers.map { server in
        "server " + server.split(separator: "=", maxSplits: 1).joined(separator: " ")
      }
      let list: RealmList
      do throws(RealmListError) {
        list = try RealmList(parsing: (["realm \(realm)"] + lines).joined(separator: "\n"))
      } catch {
        throw CommandFailure(error.reason, .usage)
      }
      let folder = options.folder
      try folder.create(list)
      let files = try folder.writeConfigurations(of: list)
      let count = files.count == 1 ? "1 server" : "\(files.count) servers"
      let place = options.directory
      try context.print(
        """
        The realm \(list.realm) has \(count). Who has \(folder.path.appending("authority.key")) has the realm.
        Next:
          messngr realm add-host MACHINE USER... --directory \(place)
          copy servers/NAME/ to /etc/nats-realm/ of each server, and run nats-server with its server.conf
          messngr-relay stream --directory \(place)    once, when the servers run
        "man messngr-realm" has the commands.
        """)
      return ExitStatus.success.rawValue
    }
  }

  /// `messngr realm add-host`: lets a machine in.
  struct AddHostCommand: AsyncSubcommand {
    static let configuration = CommandConfiguration(
      commandName: "add-host", abstract: "Let a machine into the realm.",
      discussion: """
        Examples:
          messngr realm add-host web1 ann bob
          messngr realm add-host desk7 --all-users

        The machine may read the messages of these users only, and can send as itself only.
        """)

    @Argument(help: "The name of the machine: letters, digits and hyphens.")
    var name: String

    @Argument(help: "The users whose messages the machine may read.")
    var users: [String] = []

    @Flag(help: "The machine may read the messages of all users.")
    var allUsers = false

    @Flag(help: "The machine may send to all users of the realm.")
    var everyone = false

    @OptionGroup var options: Options

    func run(in context: CommandContext) async throws -> Int32 {
      guard users.isEmpty == allUsers else {
        throw CommandFailure("name the users of the machine, or use --all-users", .usage)
      }
      let folder = options.folder
      var old = try folder.list()
      // The certificate of a removed machine with this name must not be good again.
      let renewals = DomainLabel(name).flatMap { old.removed.removeValue(forKey: $0) }
      let words =
        ["host", name] + (renewals.map { ["renewals=\($0 + 1)"] } ?? [])
        + (allUsers ? ["*"] : users)
      var list = try old.adding(words.joined(separator: " "))
      guard let host = list.hosts.last else { return ExitStatus.usage.rawValue }
      if everyone { list.announcers.append(host.name) }
      try folder.admit(host, in: list, context)
      return ExitStatus.success.rawValue
    }
  }

  /// `messngr realm renew-host`: makes a new certificate, and refuses the old one.
  struct RenewHostCommand: AsyncSubcommand {
    static let configuration = CommandConfiguration(
      commandName: "renew-host",
      abstract: "Give a machine a new certificate; the old one is refused.",
      discussion: """
        Examples:
          messngr realm renew-host web1
          messngr realm renew-host web1 --directory ~/realm

        The servers refuse the old certificate when they have read their new configuration. Copy the \
        new files to the machine first, and restart its relay.
        """)

    @Argument(help: "The name of the machine.")
    var name: String

    @OptionGroup var options: Options

    func run(in context: CommandContext) async throws -> Int32 {
      let folder = options.folder
      var list = try folder.list()
      let index = try list.index(ofHost: name)
      list.hosts[index].renewals += 1
      let host = list.hosts[index]
      try folder.admit(host, in: list, context)
      return ExitStatus.success.rawValue
    }
  }

  /// `messngr realm remove-host`: refuses a machine from now on.
  struct RemoveHostCommand: AsyncSubcommand {
    static let configuration = CommandConfiguration(
      commandName: "remove-host", abstract: "Refuse a machine from now on.",
      discussion: """
        Examples:
          messngr realm remove-host web1
          messngr realm remove-host web1 --directory ~/realm

        The servers refuse the machine when they have read their new configuration.
        """)

    @Argument(help: "The name of the machine.")
    var name: String

    @OptionGroup var options: Options

    func run(in context: CommandContext) async throws -> Int32 {
      let folder = options.folder
      var list = try folder.list()
      let host = list.hosts.remove(at: try list.index(ofHost: name))
      list.announcers.removeAll { $0 == host.name }
      list.removed[host.name] = host.renewals
      try folder.finish(list, "\(host.name) is out when the servers have read it.", context)
      return ExitStatus.success.rawValue
    }
  }

  /// `messngr realm config`: writes the configuration of the servers.
  struct ConfigCommand: AsyncSubcommand {
    static let configuration = CommandConfiguration(
      commandName: "config", abstract: "Write the configuration of the servers from realm.list.",
      discussion: """
        Examples:
          messngr realm config
          messngr realm config --directory ~/realm

        For a realm.list that you have changed by hand: other users, another address of a server. New \
        machines need a certificate: messngr realm add-host.
        """)

    @OptionGroup var options: Options

    func run(in context: CommandContext) async throws -> Int32 {
      let folder = options.folder
      try folder.finish(try folder.list(), nil, context)
      return ExitStatus.success.rawValue
    }
  }
}

extension RealmList {
  /// The list with one more statement.
  fileprivate func adding(_ statement: String) throws -> RealmList {
    do throws(RealmListError) { return try RealmList(parsing: text + statement) } catch {
      throw CommandFailure(error.reason, .usage)
    }
  }

  /// The place of a machine in the list.
  fileprivate func index(ofHost name: String) throws -> Int {
    if let index = hosts.firstIndex(where: { $0.name.text == name.lowercased() }) { return index }
    let hint = Spelling.hint(for: name, in: hosts.map(\.name.text))
    throw CommandFailure("the realm \(realm) has no machine '\(name)'\(hint)", .noSuchName)
  }
}

extension RealmFolder {
  /// Gives a machine a certificate, saves the list, and prints what to do next.
  fileprivate func admit(
    _ host: RealmList.Host, in list: RealmList, _ context: CommandContext
  ) throws {
    try add(host, in: list)
    try finish(
      list,
      """
      Copy hosts/\(host.name)/ to /etc/messngr/realm/ of \(host.name), its relay.yaml to /etc/messngr/, and \
      restart messngr-relay there.
      """, context)
  }

  /// Saves the list and the configuration of each server, and prints what to do next.
  fileprivate func finish(
    _ list: RealmList, _ next: String?, _ context: CommandContext
  ) throws {
    try save(list)
    let files = try writeConfigurations(of: list)
    if let next { try context.print(next) }
    for file in files { try context.print("\(file)") }
    try context.print(
      "Copy each one to /etc/nats-realm/ of its server: systemctl reload nats-server.")
  }
}
