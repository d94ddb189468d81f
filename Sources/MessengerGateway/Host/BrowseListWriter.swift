// SPDX-License-Identifier: Apache-2.0

import DaemonSupport
import LinuxSystem
import Listeners
import Logging
import Messages
import NameDirectory

/// Writes the list of the computers that announce themselves, for all users of this machine.
struct BrowseListWriter {
  private let browseList: SharedBrowseList
  private let list: BrowseListFile
  private let page: OEMText?
  private let log: Logger
  private var hasFailed = false

  /// Creates a writer.
  ///
  /// - Parameter codePage: The code page of names and comments that are not UTF-8.
  init(browseList: SharedBrowseList, list: BrowseListFile, codePage: Int, log: Logger) {
    self.browseList = browseList
    self.list = list
    self.log = log
    page = OEMText(codePage: codePage)
  }

  /// Writes the list if an announcement has changed it since the last call.
  mutating func write() {
    let (now, clock) = (ContinuousClock.now, UnixTime.now)
    guard let computers = browseList.changedComputers(at: now) else { return }
    func time(_ instant: ContinuousClock.Instant) -> UnixTime {
      UnixTime(milliseconds: clock.milliseconds + now.duration(to: instant).wholeMilliseconds)
    }
    let heard = computers.map { machine in
      BrowseEntry(
        name: text(machine.name), address: machine.address,
        workgroup: text(machine.workgroup ?? []), isMaster: machine.isMaster,
        heard: time(machine.lastAnnounced), expiry: time(machine.expiry),
        comment: text(machine.comment))
    }
    do {
      try list.write(heard.filter { !$0.name.isEmpty })
      hasFailed = false
    } catch {
      // Strangers decide how often the list changes, so the log says this only once.
      guard !hasFailed else { return }
      hasFailed = true
      log.warning(
        "the list of computers on the network cannot be written", metadata: ["why": "\(error)"])
    }
  }

  /// Removes the list, because no gateway keeps it up to date any more.
  func close() { list.remove() }

  private func text(_ bytes: [UInt8]) -> String {
    MessageText.decode(blocks: [bytes]) { page?.decode($0) ?? String(decoding: $0, as: UTF8.self) }
  }
}
