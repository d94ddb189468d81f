// SPDX-License-Identifier: Apache-2.0

import Accounts
import LinuxSystem
import Mailslots
import MessageDelivery
import NameDirectory
import Wire

/// The user whose program calls a function, and the places of the machine.
struct CallingUser {
  let accounts: AccountDatabase
  private let paths: Paths
  private let deadline: Deadline

  /// Creates the caller of a function that ends at a deadline.
  init(until deadline: Deadline = .after(.seconds(5))) {
    self.deadline = deadline
    // A program with more rights than its user must not obey the user's variables.
    paths = Paths(environment: Environment.secureVariable)
    accounts = AccountDatabase(until: deadline)
  }

  /// The account with whose rights the program runs.
  var account: Account { accounts.ownAccount }

  /// The table of aliases.
  var aliases: AliasTable {
    AliasTable(paths: paths, accounts: accounts, hostName: HostName.current)
  }

  /// The mailslots of the user and of the machine.
  var mailslots: MailslotLookup { MailslotLookup(of: account, in: paths) }

  /// Sends a message, and waits for its goal.
  func send(_ request: DeliveryRequest) -> [DeliveryOutcome] {
    var request = request
    request.accountName = accounts.name(ofUserID: CurrentProcess.userID)
    request.deadline = deadline
    return MessageSender(paths: paths, finder: finder).send(request)
  }

  /// Whether the server that a function of Windows names is this machine.
  func isServer(_ name: String?) -> Bool {
    guard let name, !name.isEmpty else { return true }
    let host = name.begins(with: #"\\"#) ? name.dropping(2) : name
    return host == "." || finder.isThisMachine(host)
  }

  private var finder: RecipientFinder {
    RecipientFinder(
      paths: paths, accounts: accounts, groups: GroupDatabase(until: deadline),
      hostName: HostName.current)
  }
}
