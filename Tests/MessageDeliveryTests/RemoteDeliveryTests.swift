// SPDX-License-Identifier: Apache-2.0

import Accounts
import Console
import Foundation
import LinuxSystem
import Messages
import NameDirectory
import NetBIOS
import NetBIOSClient
import SMBMessaging
import Testing
import Wire

@testable import MessageDelivery

/// Delivery to computers that follow the script of a test.
@Suite(.timeLimit(.minutes(2))) struct RemoteDeliveryTests {
  /// Sends to BRAVO, which is the program that listens on that port of this machine.
  private func send(
    _ text: String, to recipients: [String] = [#"\\BRAVO"#], port: UInt16,
    _ change: (inout DeliveryRequest) -> Void = { _ in }
  ) throws -> [DeliveryOutcome] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "net-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let hosts = folder.appending(path: "lmhosts").path
    try Data("127.0.0.1 BRAVO\n127.0.0.1 CAROL\n".utf8).write(to: URL(filePath: hosts))
    let settings = folder.appending(path: "network").path
    try Data("lmhosts=\(hosts)\nsession-port=\(port)\nbroadcast=127.0.0.1\n".utf8)
      .write(to: URL(filePath: settings))
    let accounts = folder.appending(path: "passwd").path
    try Data("bravo:x:7:7::/nonexistent:/bin/sh\n".utf8).write(to: URL(filePath: accounts))
    let root = FilePath(folder.path)
    let paths = Paths(
      mailslotRoot: root, spoolRoot: root, runtimeRoot: root, networkSettings: FilePath(settings))
    let finder = RecipientFinder(
      paths: paths, accounts: AccountDatabase(file: FilePath(accounts), getent: root),
      hostName: "alpha")
    var request = DeliveryRequest(
      to: try recipients.map { try Recipient($0) }, text: text, accountName: "ops")
    change(&request)
    return MessageSender(paths: paths, finder: finder).send(request)
  }

  private func failure(_ outcomes: [DeliveryOutcome]) -> DeliveryFailure? {
    guard case .failure(let failure)? = outcomes.first?.result else { return nil }
    return failure
  }

  @Test func `a message goes in blocks of 128 bytes, with the name of its sender`() throws {
    let peer = try ScriptedPeer { _ in .success }
    defer { peer.close() }
    let text = String(repeating: "ä", count: 130) + "\nbye"
    let outcomes = try send(text, port: peer.port)
    #expect(failure(outcomes) == nil)
    let umlauts = [UInt8](repeating: 0x84, count: 130)
    #expect(
      peer.blocks == [
        .start(originatorName: Array("ops".utf8), destinationName: Array("BRAVO".utf8)),
        .text(groupID: 7, Array(umlauts[..<128])),
        .text(groupID: 7, Array(umlauts[128...]) + [0x14] + Array("bye".utf8)),
        .end(groupID: 7),
      ])
  }

  @Test(
    arguments: [[0x63, 0x61, 0x66, 0x82], [0x80, 0xFF, 0xFE], [0xE1, 0x20, 0xC3]] as [[UInt8]])
  func `bytes that are not UTF-8 arrive as they were typed`(bytes: [UInt8]) throws {
    let peer = try ScriptedPeer { _ in .success }
    defer { peer.close() }
    let outcomes = try send(String(decoding: bytes, as: UTF8.self), port: peer.port) {
      $0.rawText = bytes
    }
    #expect(failure(outcomes) == nil)
    #expect(peer.blocks.dropFirst().first == .text(groupID: 7, bytes))
  }

  @Test func `a chosen name that is too long is refused`()
    throws
  {
    let peer = try ScriptedPeer { _ in .success }
    defer { peer.close() }
    let outcomes = try send("x", port: peer.port) { $0.from = "sixteen-letters-" }
    #expect(
      failure(outcomes)
        == .message(.nameTooLong(field: "From", byteCount: 16, limit: 15)))
    #expect(peer.blocks.isEmpty)
  }

  @Test func `4,095 bytes are sent, and one more is refused before anything is sent`() throws {
    let peer = try ScriptedPeer { _ in .success }
    defer { peer.close() }
    let longest = String(repeating: "x", count: 4095)
    let refused = try send(longest + "x", port: peer.port)
    #expect(failure(refused) == .message(.textTooLong(byteCount: 4096, limit: 4095)))
    #expect(peer.blocks.isEmpty)
    #expect(failure(try send(longest, port: peer.port)) == nil)
    #expect(peer.blocks.count == 34)
  }

  /// The SMB that the peer refuses, the status, and the code that follows.
  static let statuses: [(SMBCommand, SMBStatus, Int)] = [
    (.multiBlockStart, .paused, 2281), (.multiBlockStart, .messagesOff, 2282),
    (.multiBlockStart, .requestNotAccepted, 2282), (.multiBlockStart, .tooManyNames, 2287),
    (.multiBlockText, .noRoom, 2283), (.multiBlockEnd, .noRoom, 2283),
    (.multiBlockEnd, SMBStatus(ntStatus: 0xC000_00D0), 2282),
    (.multiBlockStart, .unknownCommand, 2282),
  ]

  @Test(arguments: statuses)
  func `a refusal has a code of Windows`(command: SMBCommand, status: SMBStatus, code: Int) throws {
    let peer = try ScriptedPeer { packet in
      guard case .message(let bytes) = packet,
        let request = try? MessageRequest(decoding: bytes), request.header.command == command
      else { return .success }
      return .status(status)
    }
    defer { peer.close() }
    #expect(failure(try send("x", port: peer.port))?.code.rawValue == code)
  }

  @Test(arguments: [(0x80, 2273), (0x81, 2136), (0x82, 2273), (0x83, 2283), (0x8F, 2136)])
  func `a session that is refused has a code of Windows`(refusal: UInt8, code: Int) throws {
    let peer = try ScriptedPeer { _ in
      .packet(.negativeResponse(SessionRefusal(rawValue: refusal)))
    }
    defer { peer.close() }
    #expect(failure(try send("x", port: peer.port))?.code.rawValue == code)
  }

  @Test func `a sender follows one retarget and no more`() throws {
    let there = try ScriptedPeer { _ in .success }
    defer { there.close() }
    let loopback = IPv4Address(127, 0, 0, 1)
    let here = try ScriptedPeer { [port = there.port] _ in
      .packet(.retarget(Endpoint(address: loopback, port: port)))
    }
    defer { here.close() }
    #expect(failure(try send("x", port: here.port)) == nil)
    #expect(there.blocks.count == 3)
    let mill = try ScriptedPeer { [port = here.port] _ in
      .packet(.retarget(Endpoint(address: loopback, port: port)))
    }
    defer { mill.close() }
    #expect(failure(try send("x", port: mill.port))?.code == .networkError)
  }

  @Test(arguments: [SMBCommand.multiBlockStart, .multiBlockText, .multiBlockEnd])
  func
    `a peer that disconnects is a network error, which says whether the message may have arrived`(
      command: SMBCommand
    ) throws
  {
    let peer = try ScriptedPeer { packet in
      guard case .message(let bytes) = packet,
        let request = try? MessageRequest(decoding: bytes), request.header.command == command
      else { return .success }
      return .hangUp
    }
    defer { peer.close() }
    let failure = failure(try send("x", port: peer.port))
    #expect(
      failure
        == .network(
          .notTaken(.disconnected(isDeliveryUnknown: command == .multiBlockEnd))))
  }

  @Test func `a peer that disconnects at once or speaks another protocol is a network error`()
    throws
  {
    for answer in [
      ScriptedPeer.Answer.hangUp, .bytes(Array("SSH-2.0-x\r\n".utf8)), .bytes([0, 1]),
    ] {
      let peer = try ScriptedPeer { packet in
        if case .request = packet { answer } else { .success }
      }
      defer { peer.close() }
      let failure = failure(
        try send("x", port: peer.port) { $0.deadline = .after(.milliseconds(300)) })
      #expect([.timedOut, .networkError].contains(failure?.code), "\(answer)")
    }
  }

  @Test func `a peer that takes the call and is silent costs the deadline and no more`() throws {
    let peer = try ScriptedPeer { _ in .silence }
    defer { peer.close() }
    let start = ContinuousClock.now
    let outcomes = try send("x", to: [#"\\BRAVO"#, #"\\CAROL"#], port: peer.port) {
      $0.deadline = .after(.milliseconds(300))
    }
    #expect(outcomes.count == 2)
    #expect(outcomes.allSatisfy { failure([$0])?.exitStatus == .deadlinePassed })
    // Both at once: one after the other they would have 300 ms each, or the second one none.
    #expect(ContinuousClock.now - start >= .milliseconds(290))
    #expect(ContinuousClock.now - start < .seconds(30))
  }

  @Test func `a name whose user has no mailslot may be a computer`() throws {
    let peer = try ScriptedPeer { _ in .success }
    defer { peer.close() }
    #expect(failure(try send("x", to: ["bravo"], port: peer.port))?.code == .nameNotFound)
    #expect(peer.blocks.isEmpty)
    let outcomes = try send("x", to: ["bravo"], port: peer.port) { $0.usesNetwork = true }
    #expect(failure(outcomes) == nil)
    #expect(peer.blocks.count == 3)
    let away = try send("x", to: ["bravo"], port: peer.port) {
      $0.usesNetwork = true
      $0.mayUseSpool = false
    }
    #expect(failure(away)?.code == .networkError)
    #expect(peer.blocks.count == 3)
  }

  @Test func `the network keeps no message for later`() throws {
    let peer = try ScriptedPeer { _ in .success }
    defer { peer.close() }
    let outcomes = try send("x", port: peer.port) {
      $0.attributes.due = UnixTime(milliseconds: 4_000_000_000_000)
    }
    #expect(failure(outcomes) == .cannotWait)
    #expect(peer.blocks.isEmpty)
  }

  @Test func `the network reports no state after stored`() throws {
    let peer = try ScriptedPeer { _ in .success }
    defer { peer.close() }
    let outcomes = try send("x", port: peer.port) { $0.goal = .read }
    #expect(failure(outcomes) == .notReached(.read, reached: .stored))
  }
}
