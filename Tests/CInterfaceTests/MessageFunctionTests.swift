// SPDX-License-Identifier: Apache-2.0

import CMessngr
import Foundation
import LinuxSystem
import TestSupport
import Testing

/// Messages and names through `messngr.h`, as a program in C has them.
@Suite(.serialized) struct MessageFunctionTests {
  private static func wide(_ text: String) -> [UInt16] { Array(text.utf16) + [0] }

  private static func send(
    _ places: Places, to name: String?, text: String = "hi", server: String? = nil
  ) -> UInt32 {
    var bytes = Array(text.utf8)
    return NetMessageBufferSendA(server, name, nil, &bytes, UInt32(bytes.count))
  }

  @Test func `a message with 16-bit units reaches the agent, and wrong ones have their codes`()
    throws
  {
    let places = try Places()
    #expect(Self.send(places, to: places.user) == 2273)
    let agent = try places.startAgent()
    defer { agent.end() }
    let before = Places.descriptorCount
    let (user, from) = (Self.wide(places.user), Self.wide("ÖPS"))
    var text = Array("Grüße 😀".utf16).flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    #expect(NetMessageBufferSend(nil, user, from, &text, UInt32(text.count)) == 0)
    #expect(NetMessageBufferSend(nil, user, from, &text, 3) == 87)
    #expect(NetMessageBufferSend(nil, nil, from, &text, 2) == 87)
    #expect(NetMessageBufferSend(nil, user, nil, nil, 2) == 87)
    #expect(GetLastError() == 87)
    #expect(Self.send(places, to: "a/b") == 87)
    #expect(Self.send(places, to: "no-such-name-here") == 2273)
    #expect(Self.send(places, to: places.user, server: #"\\elsewhere"#) == 50)
    #expect(Self.send(places, to: places.user, server: #"\\."#) == 0)
    #expect(Self.send(places, to: places.user, text: String(repeating: "x", count: 70_000)) == 87)
    #expect(Places.descriptorCount == before)
  }

  @Test func `msgr_send tells identifier and state, and why a message failed`() throws {
    let places = try Places()
    let agent = try places.startAgent()
    defer { agent.end() }
    let id = "0123456789abcdef0123456789abcdef"
    var outcome = Self.sent(to: places.user, id: id)
    #expect(
      (outcome.code, outcome.state, outcome.recipients) == (0, Int32(MSGR_STORED.rawValue), 1))
    #expect(Self.text(&outcome.id) == id)
    outcome = Self.sent(to: places.user, until: Int32(MSGR_SHOWN.rawValue), deadline: 50)
    #expect(
      (outcome.code, outcome.state, outcome.failures) == (121, Int32(MSGR_STORED.rawValue), 1))
    #expect(Self.text(&outcome.reason) == "not shown in time; it is stored")
    for (wrong, until) in [("nonsense", 0), (id, 5), (id, 99)] as [(String, Int32)] {
      outcome = Self.sent(to: places.user, id: wrong, until: until)
      #expect(outcome.code == 87)
      #expect(Self.text(&outcome.reason) == "a value of the request is not allowed")
    }
    outcome = Self.sent(to: "no-such-name-here")
    #expect((outcome.code, outcome.failures) == (2273, 1))
    #expect(msgr_send(nil, nil) == 87)
  }

  @Test func `names are added, listed in parts, found and deleted`() throws {
    let places = try Places()
    #expect(NetMessageNameAddA(nil, "LIBC1") == 2284)
    let agent = try places.startAgent()
    defer { agent.end() }
    #expect(NetMessageNameAdd(nil, Self.wide("libc1")) == 0)
    #expect(NetMessageNameAddA(nil, "LIBC1") == 2276)
    #expect(NetMessageNameAddA(nil, "longer-than-fifteen") == 87)
    #expect(NetMessageNameAddA("elsewhere", "LIBC2") == 50)
    #expect(try Self.names() == [places.user, "LIBC1"])
    let size = UInt32(MemoryLayout<MSG_INFO_0>.stride + max(places.user.utf8.count, 5) + 1)
    #expect(try Self.names(limit: size) == [places.user, "LIBC1"])
    var (list, read, total) = (LPBYTE?.none, UInt32(0), UInt32(0))
    #expect(NetMessageNameEnumA(nil, 0, &list, 3, &read, &total, nil) == 2123)
    #expect(NetMessageNameEnumA(nil, 2, &list, .max, &read, &total, nil) == 124)
    #expect(NetMessageNameGetInfo(nil, Self.wide("libc1"), 1, &list) == 0)
    list?.withMemoryRebound(to: MSG_INFO_1.self, capacity: 1) {
      #expect(String(decodingCString: $0.pointee.msgi1_name, as: UTF16.self) == "LIBC1")
      #expect($0.pointee.msgi1_forward == nil)
    }
    #expect(NetApiBufferFree(list) == 0)
    #expect(NetMessageNameGetInfoA(nil, "LIBC9", 0, &list) == 2273)
    #expect(Self.send(places, to: "LIBC1") == 0)
    #expect(NetMessageNameDel(nil, Self.wide("LIBC1")) == 0)
    #expect(NetMessageNameDelA(nil, "LIBC1") == 2285)
    #expect(NetMessageNameDelA(nil, places.user) == 2278)
    #expect(NetApiBufferFree(nil) == 0)
  }

  private static func names(limit: UInt32 = .max) throws -> [String] {
    var names: [String] = []
    var resume: UInt32 = 0
    while true {
      var (list, read, total) = (LPBYTE?.none, UInt32(0), UInt32(0))
      let code = NetMessageNameEnumA(nil, 0, &list, limit, &read, &total, &resume)
      try #require(code == 0 || code == 234)
      list?.withMemoryRebound(to: MSG_INFO_0A.self, capacity: Int(read)) { infos in
        names += (0..<Int(read)).map { String(cString: infos[$0].msgi0_name) }
      }
      #expect(NetApiBufferFree(list) == 0)
      if code == 0 { return names }
      #expect(total > read)
    }
  }

  private static func sent(
    to name: String, id: String? = nil, until: Int32 = 0, deadline: Int64 = 0
  ) -> msgr_outcome {
    var outcome = msgr_outcome()
    outcome.size = MemoryLayout<msgr_outcome>.size
    name.withCString { name in
      "hello".withCString { text in
        func send(_ id: UnsafePointer<CChar>?) {
          var request = msgr_request()
          request.size = MemoryLayout<msgr_request>.size
          (request.to, request.text, request.id) = (name, text, id)
          (request.until, request.deadline) = (until, deadline)
          #expect(msgr_send(&request, &outcome) == outcome.code)
        }
        if let id { id.withCString { send($0) } } else { send(nil) }
      }
    }
    return outcome
  }

  private static func text<Array>(_ array: inout Array) -> String {
    withUnsafeBytes(of: &array) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}
