// SPDX-License-Identifier: Apache-2.0

import Console
import MessageDelivery
import NameDirectory
import Realm

/// The checks of the way to a user of another machine of the realm.
struct RealmCheck {
  private let recipient: Recipient
  private let context: CommandContext

  /// Prepares the checks of the way to a recipient of the form `NAME@REALM`.
  init(of recipient: Recipient, in context: CommandContext) {
    self.recipient = recipient
    self.context = context
  }

  /// Runs all checks, and sends a probe to the relay of this machine.
  func findings() -> [Finding] {
    guard context.finder.realmNames() != nil else {
      return [
        Finding(
          "relay", .bad(.unavailable), "no messngr-relay runs on this machine",
          remedy: "systemctl enable --now messngr-relay; see messngr-relay(8)")
      ]
    }
    switch RelayProbe(context: context).ask(about: recipient) {
    case .failure(let failure):
      return [Finding("relay", .bad(failure.exitStatus), failure.description)]
    case .success(let status): return findings(status)
    }
  }

  private func findings(_ status: RelayStatus) -> [Finding] {
    [
      Finding("relay", .good, "this machine is \(status.host) of the realm \(status.realm)"),
      serverFinding(status),
    ] + [versionFinding(status), waitingFinding(status)].compactMap(\.self) + [
      presenceFinding(status)
    ]
  }

  private func serverFinding(_ status: RelayStatus) -> Finding {
    guard let server = status.server else {
      return Finding(
        "server", .bad(.unavailable),
        "no server of the realm answers; messages wait in the outbox of the relay",
        remedy: "journalctl -u messngr-relay shows why")
    }
    return Finding(
      "server", .good,
      "connected to \(server)" + (status.serverVersion.map { ", nats-server \($0)" } ?? ""))
  }

  private func versionFinding(_ status: RelayStatus) -> Finding? {
    guard let version = status.serverVersion.flatMap({ ServerVersion($0) }),
      let holes = version.knownHoles
    else { return nil }
    return Finding(
      "version", .note, "nats-server \(version) has known security holes: \(holes)",
      remedy: "upgrade the servers to \(ServerVersion.recommended) or newer, one after the other")
  }

  private func waitingFinding(_ status: RelayStatus) -> Finding? {
    guard status.waitingCount > 0 else { return nil }
    return Finding(
      "outbox", .note,
      "\(Counted.messages(status.waitingCount)) of this machine wait for a server")
  }

  private func presenceFinding(_ status: RelayStatus) -> Finding {
    guard status.server != nil else {
      return Finding("presence", .note, "not asked, because no server answers")
    }
    guard let first = status.present.first else {
      return Finding(
        "presence", .note,
        "\(recipient) is logged in nowhere; the servers keep messages until then")
    }
    return Finding("presence", .good, "\(recipient) is logged in on \(first.host)")
  }
}
