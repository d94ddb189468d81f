// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

/// Wireshark reads the packets that this project writes.
enum Tshark {
  /// The protocol around a packet, as options of `text2pcap`.
  enum Transport: String {
    case nameService = "-u137,137"
    case datagram = "-u138,138"
    case session = "-T1390,139"
  }

  /// The fields of each packet as Wireshark reads them; `""` for a field that it does not find.
  static func fields(
    _ names: [String], of packets: [[UInt8]], in transport: Transport
  ) throws -> [[String]] {
    let directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("tshark-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let dump = directory.appendingPathComponent("packets.txt")
    let capture = directory.appendingPathComponent("packets.pcap").path
    let lines = packets.map { packet in
      "000000" + packet.map { ($0 < 16 ? " 0" : " ") + String($0, radix: 16) }.joined()
    }
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: dump)
    _ = try run("text2pcap", ["-q", transport.rawValue, dump.path, capture])
    let fields = names.flatMap { ["-e", $0] }
    let output = try run(
      "tshark", ["-n", "-r", capture, "-T", "fields", "-E", "separator=|"] + fields)
    return String(decoding: output, as: UTF8.self).split(separator: "\n").map { line in
      line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    }
  }

  private static func run(_ program: String, _ arguments: [String]) throws -> Data {
    try Program.output(
      of: "/usr/bin/\(program)", arguments, environment: [:], package: "tshark")
  }
}
