// SPDX-License-Identifier: Apache-2.0

import Console
import LinuxSystem

/// The program openssl(1), which makes keys and certificates.
enum OpenSSL {
  private static let program: FilePath = "/usr/bin/openssl"

  /// Makes a key and a certificate.
  ///
  /// The key has the permissions 0600.
  ///
  /// - Parameters:
  ///   - name: The common name of the certificate's subject.
  ///   - days: How long the certificate is valid.
  ///   - extensions: What the certificate says besides: x509v3_config(5).
  ///   - issuer: The certificate and the key that sign it; `nil` for one that signs itself.
  /// - Throws: ``CommandFailure``.
  static func makeCertificate(
    _ pair: KeyPair, name: String, days: Int, extensions: [String], issuer: KeyPair?
  ) throws {
    var words = [
      program.string, "req", "-x509", "-config", "/dev/null", "-newkey", "ec", "-pkeyopt",
      "ec_paramgen_curve:P-256", "-nodes", "-keyout", pair.key.string, "-out",
      pair.certificate.string, "-days", "\(days)", "-subj", "/CN=\(name)",
    ]
    for line in extensions { words += ["-addext", line] }
    if let issuer { words += ["-CA", issuer.certificate.string, "-CAkey", issuer.key.string] }
    let child: ChildProcess
    do throws(Errno) {
      child = try ChildProcess(words, environment: [], input: .null, output: .null, errors: .null)
    } catch {
      throw CommandFailure(
        "\(program) could not be started: \(error); install the package openssl", .unavailable)
    }
    guard child.wait() == .exited(status: 0) else {
      throw CommandFailure("\(program) could not write \(pair.certificate)", .unavailable)
    }
  }

  /// The files of a key and its certificate, in PEM form: RFC 7468.
  struct KeyPair {
    /// The certificate.
    let certificate: FilePath

    /// The key.
    let key: FilePath

    /// The pair of a name in a directory: `NAME.pem` and `NAME.key`.
    init(_ name: String, in directory: FilePath) {
      certificate = directory.appending("\(name).pem")
      key = directory.appending("\(name).key")
    }
  }
}
