// SPDX-License-Identifier: Apache-2.0

package import LinuxSystem

/// How a machine connects to the servers of a realm.
package struct NATSOptions: Equatable, Sendable {
  /// The files that prove who the machine and the servers are, in PEM form: RFC 7468.
  package struct Credentials: Equatable, Sendable {
    /// The certificate of the realm's authority.
    package let authority: FilePath

    /// The machine's certificate.
    package let certificate: FilePath

    /// The key of the machine's certificate.
    package let key: FilePath

    /// Creates the credentials.
    package init(authority: FilePath, certificate: FilePath, key: FilePath) {
      self.authority = authority
      self.certificate = certificate
      self.key = key
    }
  }

  /// The servers: `nats://HOST:PORT`, or `tls://HOST:PORT`.
  package let servers: [String]

  /// The name under which servers list the connection.
  package let name: String

  /// The credentials; without them the connection is not encrypted, for tests of a machine with itself.
  package let credentials: Credentials?

  /// The beginning of the subjects on which answers come.
  package let inboxPrefix: String

  /// The milliseconds between two attempts to connect.
  package let reconnectWait: Int64

  /// The milliseconds between two questions to a server whether it is there.
  ///
  /// A network that has gone says nothing. When a question has no answer at the time of the next one, the
  /// client connects to another server.
  package let pingInterval: Int64

  /// Creates options.
  package init(
    servers: [String], name: String, credentials: Credentials?, inboxPrefix: String,
    reconnectWait: Int64 = 500, pingInterval: Int64 = 20_000
  ) {
    self.servers = servers
    self.name = name
    self.credentials = credentials
    self.inboxPrefix = inboxPrefix
    self.reconnectWait = reconnectWait
    self.pingInterval = pingInterval
  }
}
