// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Wireshark's word on the packets that are written here.
struct Tshark {
  /// What a packet travels in.
  enum Transport: String {
    case nameService = "-u137,137"
    case datagram = "-u138,138"
    case session = "-T1390,139"
  }

  /// A program that is not there, or failed.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// The fields of each packet as Wireshark reads them; `""` for a field that it does not find.
  static func fields(
    _ names: [String], of packets: [[UInt8]], in transport: Transport
  ) throws -> [[String]] {
    let directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("tshark-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let (dump, capture) = (
      directory.appendingPathComponent("packets.txt"),
      directory.appendingPathComponent("packets.pcap")
    )
    let lines = packets.map { packet in
      "000000 "
        + packet.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
    }
    try Data((lines.joined(separator: "\n\n") + "\n").utf8).write(to: dump)
    _ = try run("text2pcap", ["-q", transport.rawValue, dump.path, capture.path])
    let fields = names.flatMap { ["-e", $0] }
    let output = try run(
      "tshark", ["-n", "-r", capture.path, "-T", "fields", "-E", "separator=|"] + fields)
    return output.split(separator: "\n").map { line in
      line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    }
  }

  private static func run(_ program: String, _ arguments: [String]) throws -> String {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/\(program)") else {
      throw Failure(description: "\(program) is missing: apt-get install tshark")
    }
    let (process, output) = (Process(), Pipe())
    process.executableURL = URL(fileURLWithPath: "/usr/bin/\(program)")
    process.arguments = arguments
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(description: "\(program) ended with \(process.terminationStatus)")
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
