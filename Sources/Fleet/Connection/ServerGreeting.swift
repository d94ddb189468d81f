// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
package import LinuxSystem

/// What a server of NATS says about itself before anything else: `INFO {…}`.
package struct ServerGreeting: Decodable, Equatable, Sendable {
  /// Its version.
  package let version: String

  /// The longest greeting that is read, in bytes.
  private static let limit = 65_536

  /// Connects to a server and reads its greeting; blocks until the deadline at most.
  ///
  /// Nothing of it is proven: it comes before TLS.
  ///
  /// - Parameter url: `tls://HOST:PORT`.
  /// - Returns: `nil` when there is none.
  package static func read(from url: String, until deadline: Deadline) -> ServerGreeting? {
    guard let address = address(in: url, until: deadline),
      let socket = try? FileDescriptor.internetSocket(.tcp)
    else { return nil }
    return try? socket.closeAfter { () throws(Errno) in
      do throws(Errno) { try socket.connect(to: address) } catch {
        guard error == .nowInProgress else { throw error }
      }
      return ServerGreeting(line: try line(from: socket, until: deadline))
    }
  }

  private init?(line: [UInt8]) {
    let prefix = Array("INFO ".utf8)
    guard line.starts(with: prefix),
      let greeting = try? JSONDecoder().decode(
        ServerGreeting.self, from: Data(line.dropFirst(prefix.count)))
    else { return nil }
    self = greeting
  }

  private static func line(
    from socket: FileDescriptor, until deadline: Deadline
  ) throws(Errno) -> [UInt8] {
    var line: [UInt8] = []
    while !line.contains(UInt8(ascii: "\n")), line.count < limit {
      var entries = [PollEntry(socket, .readable)]
      try PollEntry.wait(for: &entries, until: deadline)
      guard entries[0].isReady else { throw .timedOut }
      let bytes = try socket.read(upTo: 4096)
      guard !bytes.isEmpty else { break }
      line += bytes
    }
    return line.prefix { $0 != UInt8(ascii: "\n") } + []
  }

  /// The IPv4 address and port in a URL; getent(1) knows the addresses of names.
  private static func address(in url: String, until deadline: Deadline) -> InternetAddress? {
    let rest = url.split(separator: "/").last ?? ""
    guard let colon = rest.lastIndex(of: ":"),
      let port = UInt16(rest[rest.index(after: colon)...])
    else { return nil }
    let host = String(rest[..<colon])
    let known =
      (try? ProgramOutput.read(
        from: "/usr/bin/getent", ["ahostsv4", "--", host], until: deadline)).map {
        String(decoding: $0, as: UTF8.self)
      }
    let bytes = (known?.split(separator: " ").first ?? "").split(separator: ".").compactMap {
      UInt32($0)
    }
    guard bytes.count == 4, bytes.allSatisfy({ $0 < 256 }) else { return nil }
    return InternetAddress(address: bytes.reduce(0) { $0 << 8 | $1 }, port: port)
  }
}
