// SPDX-License-Identifier: Apache-2.0

import TestSupport

/// Sees each message of the bus that concerns a notification server (dbus-monitor).
final class BusMonitor {
  private let program: Program

  /// Begins to watch a bus, on which a server runs.
  init(of bus: PrivateBus) throws {
    program = try Program(
      "/usr/bin/dbus-monitor",
      ["--session", "interface='\(PrivateBus.notifications)'", "type='method_return'"],
      environment: bus.environment, package: "dbus-bin")
    try eventually("a monitor of the bus") {
      try bus.call("\(PrivateBus.notifications).GetServerInformation")
      return program.text(.output).contains("member=GetServerInformation")
    }
  }

  deinit { program.end() }

  /// How many messages it has seen.
  var count: Int { messages().count }

  /// The calls of `Notify` behind the first messages.
  func notifications(after first: Int = 0) -> [NotifyCall] {
    let all = messages().dropFirst(first)
    return all.compactMap { call in
      guard call.hasPrefix("method call"), call.contains("member=Notify\n") else { return nil }
      let reply = all.last {
        $0.hasPrefix("method return")
          && $0.contains("destination=\(call.field("sender")) ")
          && $0.contains("reply_serial=\(call.field("serial"))\n")
      }
      return NotifyCall(call, reply: reply)
    }
  }

  /// The numbers of the notifications that a caller has closed.
  func closed(after first: Int = 0) -> [UInt32] {
    messages().dropFirst(first).filter { $0.contains("member=CloseNotification\n") }.compactMap {
      $0.firstMatch(of: /\n   uint32 (\d+)/).flatMap { UInt32($0.1) }
    }
  }

  /// The numbers of the notifications that are still open, as far as the server has said.
  func open() -> Set<UInt32> {
    let gone = messages().filter { $0.contains("member=NotificationClosed\n") }.compactMap {
      $0.firstMatch(of: /\n   uint32 (\d+)/).flatMap { UInt32($0.1) }
    }
    return Set(notifications().compactMap(\.number)).subtracting(gone)
  }

  private func messages() -> [String] {
    // A line inside a text may begin with anything, but hardly like this.
    let kinds = ["method call time=", "method return time=", "signal time=", "error time="]
    var messages: [String] = []
    for line in program.text(.output).split(separator: "\n", omittingEmptySubsequences: false) {
      if kinds.contains(where: line.hasPrefix) {
        messages.append("\(line)\n")
      } else if !messages.isEmpty {
        messages[messages.count - 1] += "\(line)\n"
      }
    }
    return messages
  }
}

extension String {
  /// The value of a field in the first line of a message.
  fileprivate func field(_ name: String) -> Substring {
    guard let start = firstRange(of: " \(name)=")?.upperBound else { return "" }
    return self[start...].prefix { !" \n".contains($0) }
  }
}
