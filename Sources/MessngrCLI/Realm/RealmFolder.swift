// SPDX-License-Identifier: Apache-2.0

import Console
import LinuxSystem
import Realm

/// The directory of a realm's authority.
///
/// | file | what |
/// |---|---|
/// | `realm.list` | servers, machines and users: ``RealmList`` |
/// | `authority.pem`, `authority.key` | the certificate that signs all others, and its key |
/// | `administrator.pem`, `administrator.key` | the certificate of the user who makes the stream |
/// | `servers/NAME/` | the files for `/etc/nats-realm` on a server |
/// | `hosts/NAME/` | the files for `/etc/messngr/realm` on a machine, and its `relay.yaml` for `/etc/messngr` |
struct RealmFolder {
  /// The directory.
  let path: FilePath

  /// How long certificates of machines and servers are valid, in days.
  private static let days = 825

  /// How long the certificate of the authority is valid, in days.
  private static let authorityDays = 3650

  /// What the certificate of a machine is for, which is no server: RFC 5280 section 4.2.1.12.
  private static let clientUsage = "clientAuth"

  private var listPath: FilePath { path.appending("realm.list") }
  private var authority: OpenSSL.KeyPair { OpenSSL.KeyPair("authority", in: path) }

  /// Reads the list.
  ///
  /// - Throws: ``CommandFailure``.
  func list() throws -> RealmList {
    let bytes: [UInt8]
    do throws(Errno) { bytes = try FileContents.read(listPath) } catch {
      throw CommandFailure(
        "\(listPath) cannot be read: \(error); make a realm with 'messngr realm init', or name its "
          + "directory with --directory", .noSuchName)
    }
    do throws(RealmListError) {
      return try RealmList(parsing: String(decoding: bytes, as: UTF8.self))
    } catch {
      throw CommandFailure("\(listPath): \(error)", .usage)
    }
  }

  /// Makes the authority of a new realm.
  ///
  /// - Throws: ``CommandFailure`` when there is a realm already.
  func create(_ list: RealmList) throws {
    guard !FileSystem.exists(listPath) else {
      throw CommandFailure("\(listPath) exists already; it is not changed", .noRoom)
    }
    try makeDirectory(path)
    try OpenSSL.makeCertificate(
      authority, name: "realm \(list.realm)", days: RealmFolder.authorityDays,
      extensions: ["basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign,cRLSign"],
      issuer: nil)
    let administrator = ServerConfiguration.administrator(of: list.realm)
    try issue(
      OpenSSL.KeyPair("administrator", in: path), administrator, ["DNS:\(administrator)"],
      usage: RealmFolder.clientUsage)
    try save(list)
    for server in list.servers { try add(server, in: list) }
  }

  /// Writes the list, in place of the old one: here, and among the files of each machine.
  func save(_ list: RealmList) throws {
    try write(list.text, to: listPath)
    for host in list.hosts {
      let folder = path.appending("hosts").appending(host.name.text)
      guard FileSystem.exists(folder) else { continue }
      try write(list.text, to: folder.appending("realm.list"))
    }
  }

  /// Makes the certificate of a server.
  func add(_ server: RealmList.Server, in list: RealmList) throws {
    let folder = path.appending("servers").appending(server.name.text)
    try makeDirectory(path.appending("servers"))
    try makeDirectory(folder)
    let name = ServerConfiguration.certificateName(of: server, in: list.realm)
    let address = server.address.contains(":") ? "" : ",DNS:\(server.address)"
    let isNumeric = server.address.allSatisfy { $0.isNumber || $0 == "." || $0 == ":" }
    try issue(
      OpenSSL.KeyPair(server.name.text, in: folder), name,
      ["DNS:\(name)\(address)\(isNumeric ? ",IP:\(server.address)" : "")"],
      usage: "serverAuth,\(RealmFolder.clientUsage)")
    try copyAuthority(to: folder)
  }

  /// Makes the certificate of a machine.
  func add(_ host: RealmList.Host, in list: RealmList) throws {
    let folder = path.appending("hosts").appending(host.name.text)
    try makeDirectory(path.appending("hosts"))
    try makeDirectory(folder)
    let name = ServerConfiguration.certificateName(of: host, in: list.realm)
    try issue(
      OpenSSL.KeyPair("host", in: folder), name, ["DNS:\(name)"], usage: RealmFolder.clientUsage)
    try copyAuthority(to: folder)
    try write(
      """
      # The configuration of messngr-relay on \(host.name): /etc/messngr/relay.yaml there. "messngr realm"
      # writes this file; messngr-relay(8) has all settings.
      host: \(host.name)

      """, to: folder.appending("relay.yaml"), isSecret: false)
  }

  /// Writes the configuration of each server.
  ///
  /// - Returns: The files.
  func writeConfigurations(of list: RealmList) throws -> [FilePath] {
    try list.servers.map { server in
      let file = path.appending("servers").appending(server.name.text).appending("server.conf")
      try write(ServerConfiguration(of: server, in: list).text, to: file)
      return file
    }
  }

  // MARK: Files

  private func issue(
    _ pair: OpenSSL.KeyPair, _ name: String, _ alternatives: [String], usage: String
  ) throws {
    try OpenSSL.makeCertificate(
      pair, name: name, days: RealmFolder.days,
      extensions: [
        "subjectAltName=\(alternatives.joined(separator: ","))",
        "basicConstraints=critical,CA:FALSE", "extendedKeyUsage=\(usage)",
      ], issuer: authority)
  }

  private func copyAuthority(to folder: FilePath) throws {
    let certificate = try FileContents.read(authority.certificate)
    try write(
      String(decoding: certificate, as: UTF8.self), to: folder.appending("authority.pem"))
  }

  private func makeDirectory(_ path: FilePath) throws {
    guard !FileSystem.exists(path) else { return }
    try FileSystem.createDirectory(path, permissions: .ownerReadWriteExecute)
  }

  /// Writes a file in one step: a reader sees the old file or the new one.
  private func write(_ text: String, to file: FilePath, isSecret: Bool = true) throws {
    try FileContents.replace(
      file, with: Array(text.utf8),
      permissions: isSecret ? .ownerReadWrite : FilePermissions(rawValue: 0o644))
  }
}
