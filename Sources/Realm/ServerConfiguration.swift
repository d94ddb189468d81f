// SPDX-License-Identifier: Apache-2.0

/// The configuration file of one server of a realm, for nats-server.
///
/// The server knows each machine by its certificate (`verify_and_map`: the user is the certificate's DNS name)
/// and allows it what ``HostPermissions`` says. A machine that is not in the list has no permission at all.
package struct ServerConfiguration: Equatable, Sendable {
  /// The port for the machines.
  package var clientPort = 4222

  /// The port for the other servers.
  package var clusterPort = 6222

  /// The address on which the server listens; `nil` for all addresses of its machine.
  package var listenAddress: String?

  /// The directory of the certificates on the server.
  package var directory = "/etc/nats-realm"

  /// The directory in which the server keeps the messages.
  package var storeDirectory = "/var/lib/nats/messngr"

  private let list: RealmList
  private let server: RealmList.Server

  /// The name in the certificate of the administrator, who makes the stream.
  package static func administrator(of realm: DomainLabel) -> String { "administrator.\(realm)" }

  /// The name in the certificate of a server.
  package static func certificateName(
    of server: RealmList.Server, in realm: DomainLabel
  ) -> String {
    "\(server.name).\(realm)"
  }

  /// The name in the present certificate of a machine.
  ///
  /// Each certificate has another name, so a server that knows only this one refuses all earlier ones.
  package static func certificateName(of host: RealmList.Host, in realm: DomainLabel) -> String {
    host.renewals == 0
      ? "\(host.name).host.\(realm)" : "\(host.renewals).\(host.name).host.\(realm)"
  }

  /// Creates the configuration of a server.
  package init(of server: RealmList.Server, in list: RealmList) {
    self.server = server
    self.list = list
  }

  /// The file's text.
  package var text: String {
    """
    # The server \(server.name) of the realm \(list.realm). "messngr realm config" writes this file.
    server_name: \(quoted(server.name.text))
    \(listening)port: \(clientPort)
    max_payload: 1MB
    jetstream { store_dir: \(quoted(storeDirectory)) }
    tls {
    \(tls)
      verify_and_map: true
    }
    \(cluster)accounts {
      REALM {
        jetstream: enabled
        users: [
          { user: \(quoted(ServerConfiguration.administrator(of: list.realm))) }
    \(list.hosts.map(user).joined(separator: "\n"))
        ]
      }
      SYSTEM { users: [] }
    }
    system_account: SYSTEM

    """
  }

  private var listening: String { listenAddress.map { "host: \(quoted($0))\n" } ?? "" }

  private var tls: String {
    """
      cert_file: \(quoted("\(directory)/\(server.name).pem"))
      key_file: \(quoted("\(directory)/\(server.name).key"))
      ca_file: \(quoted("\(directory)/authority.pem"))
    """
  }

  private var cluster: String {
    let others = list.servers.filter { $0.name != server.name }
    guard !others.isEmpty else { return "" }
    let routes = others.map { "\"nats-route://\($0.address):\(clusterPort)\"" }
    return """
      cluster {
        name: \(quoted(list.realm.text))
        \(listening)port: \(clusterPort)
        routes: [\(routes.joined(separator: ", "))]
        tls {
      \(tls)
        verify: true
        }
      }

      """
  }

  private func user(_ host: RealmList.Host) -> String {
    let allowed = HostPermissions(host, in: list)
    let name = ServerConfiguration.certificateName(of: host, in: list.realm)
    return """
            { user: \(quoted(name)), permissions: {
              publish: { allow: [\(subjects(allowed.publish))], deny: [\(subjects(allowed.publishNot))] }
              subscribe: { allow: [\(subjects(allowed.subscribe))] }
              allow_responses: { max: 1, expires: "1m" }
            } }
      """
  }

  private func subjects(_ subjects: [String]) -> String {
    subjects.map(quoted).joined(separator: ", ")
  }

  /// All names here were checked, so none has a quotation mark, a backslash or a line end.
  private func quoted(_ text: String) -> String { "\"\(text)\"" }
}
