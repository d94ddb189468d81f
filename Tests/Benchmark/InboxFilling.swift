// SPDX-License-Identifier: Apache-2.0

import Glibc
import Inbox
import LinuxSystem
import Messages

/// Makes an inbox as it is after years of use: all messages are read except the newest, and all are in
/// the search index.
struct InboxFilling {
  let path: FilePath
  let count: Int

  /// How many of the newest messages are shown and unread.
  static let unreadCount = 1000

  private static let batch = 8192
  private static let hosts = ["alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf"]
  private static let jobs = [
    "Nightly backup of /srv finished", "Certificate of mail renewed", "Disk /var is 81 % full",
    "Package updates are waiting", "Login from the office", "Job 'report' took longer than usual",
    "UPS is back on line power", "Mirror of the archive is complete",
  ]

  func run() throws {
    let inbox = try Inbox.open(at: path, ifCorrupt: .refuse)
    let now = UnixTime(milliseconds: Int64(time(nil)) * 1000)
    for start in stride(from: 1, through: count, by: Self.batch) {
      let numbers = start...min(start + Self.batch - 1, count)
      let results = try inbox.store(numbers.map { delivery($0, before: now) })
      let stored = results.compactMap { result -> Int64? in
        guard case .stored(let number, _, _) = result else { return nil }
        return number
      }
      let isNew = { number in number > Int64(count - Self.unreadCount) }
      _ = try inbox.mark(stored.filter { !isNew($0) }, as: .read, at: now)
      _ = try inbox.mark(stored.filter(isNew), as: .shown, at: now)
    }
    while try inbox.indexForSearch(limit: Self.batch) {}
    try inbox.close()
  }

  /// One message for each minute before now; one of a hundred is about a RAID.
  private func delivery(_ number: Int, before now: UnixTime) -> Delivery {
    let host = Self.hosts[number % Self.hosts.count]
    let job = number % 100 == 0 ? "RAID degraded on /dev/md0" : Self.jobs[number % Self.jobs.count]
    return Delivery(
      id: MessageID(),
      message: Message(from: host, to: "ops", text: "\(job): \(host), run \(number)"),
      sender: geteuid(), senderName: "root", origin: .mailslot,
      arrival: now.advanced(bySeconds: Int64(number - count) * 60))
  }
}
