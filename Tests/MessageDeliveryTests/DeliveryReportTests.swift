// SPDX-License-Identifier: Apache-2.0

import Accounts
import Console
import LinuxSystem
import Mailslots
import Messages
import NameDirectory
import NetBIOS
import NetBIOSClient
import SMBMessaging
import Testing
import Wire

@testable import MessageDelivery

@Suite struct DeliveryReportTests {
  static let account = Account(name: "ops", userID: 7, groupID: 7, home: "/home/ops")

  // Made anew each time: the leak sanitizer does not find what a global holds in an enum's spare bits.
  static var failures: [(DeliveryFailure, Int, Console.ExitStatus)] {
    [
      (.message(.emptyText), 87, .textRefused),
      (.message(.textTooLong(byteCount: 65_537, limit: 65_536)), 87, .textRefused),
      (.message(.nulInside(field: "Text")), 87, .textRefused),
      (.recipient(.unknownName("OPS")), 2273, .noSuchName),
      (.noMailslot(account), 2273, .noSuchName),
      (.recipient(.noUsers), 2273, .noSuchName),
      (.untrusted(.foreignOwner("/run/mailslot/ops", userID: 9)), 5, .notPermitted),
      (.mailslot(.queueFull("/run/mailslot/ops/messngr")), 1816, .noRoom),
      (.mailslot(.accessDenied("/run/mailslot/ops/messngr")), 5, .notPermitted),
      (.mailslot(.readerGone("/run/mailslot/ops/messngr")), 38, .unavailable),
      (.refused(.accessDenied), 5, .notPermitted),
      (.refused(.notEnoughQuota), 1816, .noRoom),
      (.spool("/var/spool/messngr/ops", .noSpace), 1816, .noRoom),
      (.spool("/var/spool/messngr/ops", .permissionDenied), 5, .notPermitted),
      (.spool("/var/spool/messngr/ops", .ioError), 2136, .unavailable),
      (.spool("/var/spool/messngr/ops", .readOnlyFileSystem), 2136, .unavailable),
      (.untrusted(.foreignOwner("/var/spool/messngr/ops", userID: 65_534)), 5, .notPermitted),
      (.notReached(.read, reached: .shown), 121, .deadlinePassed),
      (.notReached(.stored, reached: nil), 121, .deadlinePassed),
      (.recipient(.networkOff(.domain("LAB"))), 3025, .unavailable),
      (.network(.nameNotFound("OPS<03>")), 2273, .noSuchName),
      (.network(.impossibleName("x", .tooLong(byteCount: 16))), 2273, .noSuchName),
      (.network(.noInterface), 2136, .unavailable),
      (.network(.unreachable(peer, .connectionRefused)), 2136, .unavailable),
      (.network(.unreachable(peer, .timedOut)), 121, .deadlinePassed),
      (
        .network(.garbled(peer, WireError(.unexpected(value: 7), in: "TYPE", at: 0))), 2136,
        .unavailable
      ),
      (.network(.refused("OPS<03>", .calledNameNotPresent)), 2273, .noSuchName),
      (.network(.refused("OPS<03>", .insufficientResources)), 2283, .unavailable),
      (.network(.refused("OPS<03>", .unspecified)), 2136, .unavailable),
      (.network(.notTaken(.refused(.paused, .multiBlockStart))), 2281, .unavailable),
      (.network(.notTaken(.refused(.messagesOff, .multiBlockStart))), 2282, .unavailable),
      (.network(.notTaken(.refused(.noRoom, .multiBlockText))), 2283, .unavailable),
      (.network(.notTaken(.disconnected(isDeliveryUnknown: true))), 2136, .unavailable),
      (.network(.notTaken(.timedOut(isDeliveryUnknown: true))), 121, .deadlinePassed),
      (.network(.tooLong(.tooLong(byteCount: 425, limit: 424))), 53, .unavailable),
      (.network(.settings(.wrongLine("/etc/messngr/network", number: 1, "x"))), 1610, .unavailable),
    ]
  }

  static let peer = Endpoint(address: IPv4Address(192, 0, 2, 20), port: 139)

  private func report(
    _ results: [DeliveryOutcome.Result],
    _ style: DeliveryReport.Style = .lines
  ) throws -> DeliveryReport {
    let id = try #require(MessageID("00112233445566778899aabbccddeeff"))
    return DeliveryReport(
      results.map { DeliveryOutcome(recipient: "ops", id: id, result: $0) }, style: style,
      program: "netsend")
  }

  @Test func `an error in a sandboxed unit names the line of the unit`() throws {
    let path: FilePath = "/var/spool/messngr/ops"
    let readOnly = try report([.failure(.spool(path, .readOnlyFileSystem))]).errors.last ?? ""
    #expect(readOnly.contains("ReadWritePaths=/var/spool/messngr"))
    #expect(!readOnly.contains("messngr/ops ReadWrite") && readOnly.hasSuffix("messngr"))
    let hidden = try report([.failure(.untrusted(.foreignOwner(path, userID: 65_534)))])
    #expect(hidden.errors.last?.contains("PrivateUsers=") == true)
  }

  private let stored = DeliveryOutcome.Reached(state: .stored, isInSpool: false, answer: nil)

  @Test(arguments: failures)
  func `a failure has a code of Windows, an exit status, and a line of its own`(
    failure: DeliveryFailure, code: Int, status: Console.ExitStatus
  ) throws {
    #expect(failure.code.rawValue == code)
    let report = try report([.failure(failure)])
    #expect(report.exitStatus == status)
    #expect(report.errors.first == "An error occurred while sending a message to OPS.")
    #expect(report.errors.last == "netsend: \(failure)")
    #expect(report.output.isEmpty)
  }

  @Test func `a success prints the sentence of Windows`() throws {
    let report = try report([.success(stored)])
    #expect(report.output == ["The message was successfully sent to OPS."])
    #expect(report.errors.isEmpty)
    #expect(report.exitStatus == .success)
  }

  @Test func `the report names a recipient who is away, and prints an answer`() throws {
    let waiting = DeliveryOutcome.Reached(state: .stored, isInSpool: true, answer: nil)
    #expect(
      try report([.success(waiting)]).output
        == [
          "The message was successfully sent to OPS.",
          "ops is away; the message waits in the spool.",
        ])
    let answered = DeliveryOutcome.Reached(state: .answered, isInSpool: false, answer: "yes")
    #expect(
      try report([.success(answered)]).output
        == ["The message was successfully sent to OPS.", "State: answered", "yes"])
  }

  @Test func `the report says what is not confirmed and how many characters were replaced`() throws
  {
    var sent = stored
    sent.isConfirmed = false
    sent.replacedCharacterCount = 2
    #expect(
      try report([.success(sent)]).output
        == [
          "The message was successfully sent to OPS.", "A workgroup does not confirm messages.",
          "Characters that the network's code page lacks were replaced: 2",
        ])
    #expect(
      try report([.success(sent)], .json).output.first?.hasSuffix(
        #""state":"sent","spool":false,"replaced":2}"#) == true)
  }

  @Test func `of several recipients some may fail`() throws {
    let report = try report([.success(stored), .failure(.recipient(.noUsers))], .quiet)
    #expect(report.exitStatus == .partialFailure)
    #expect(report.output.isEmpty)
    #expect(report.errors.count == 3)
  }

  @Test func `JSON is one object a recipient, with stable keys`() throws {
    let report = try report(
      [.success(stored), .failure(.notReached(.read, reached: .shown))], .json)
    #expect(
      report.output == [
        #"{"to":"ops","id":"00112233445566778899aabbccddeeff","state":"stored","spool":false}"#,
        #"{"to":"ops","id":"00112233445566778899aabbccddeeff","state":"shown","code":121,"#
          + #""error":"not read in time; it is shown"}"#,
      ])
    #expect(report.errors.isEmpty)
  }
}
