// SPDX-License-Identifier: Apache-2.0

package import Console
import Foundation
public import Messages

/// The description of a running agent in the inbox it uses: ``SettingKey/agent``.
///
/// It stays there when the agent is killed, so readers check that the process exists.
public struct AgentPresence: Equatable, Sendable {
  /// The agent's process.
  public let processID: Int32

  /// Where the agent shows messages: the popup daemon and its version, for example.
  public let display: String

  /// The file of the mailslot that the agent reads.
  public let slot: String

  /// When the agent started.
  public let since: UnixTime

  /// The popup daemon; `nil` when the agent shows messages elsewhere.
  public var daemon: PopupDaemonStatus?

  /// The ``SettingKey/presenceRequest`` that this answers.
  public var request: String?

  /// Creates a description.
  public init(
    processID: Int32, display: String, slot: String, since: UnixTime,
    daemon: PopupDaemonStatus? = nil, request: String? = nil
  ) {
    self.processID = processID
    self.display = display
    self.slot = slot
    self.since = since
    self.daemon = daemon
    self.request = request
  }
}

extension AgentPresence {
  /// One object of JSON: `pid`, `display`, `slot`, `since` in milliseconds since 1970, and what
  /// ``addCircumstances(to:)`` adds.
  public var jsonLine: String {
    var line = JSONLine()
    line.add("display", display)
    line.add("pid", processID)
    line.add("since", since.milliseconds)
    line.add("slot", slot)
    addCircumstances(to: &line)
    if let request { line.add("request", request) }
    return line.text
  }

  /// Adds what is known of the popup daemon; a value that is not known has no key.
  package func addCircumstances(to line: inout JSONLine) {
    if let daemon {
      line.add("daemonRuns", daemon.isRunning)
      line.add("daemonAnswers", daemon.isAnswering)
      if let name = daemon.name { line.add("daemon", name) }
      if let version = daemon.version { line.add("daemonVersion", version) }
      line.add("startable", daemon.isStartable)
      if daemon.startCount > 0 { line.add("starts", daemon.startCount) }
      if let failure = daemon.startFailure { line.add("startError", failure) }
      if let silence = daemon.silence { line.add("desktopSilence", silence.rawValue) }
    }
  }

  /// Reads such an object, and ignores keys that are not known; `nil` when the line is not one.
  public init?(jsonLine: String) {
    guard let line = try? JSONDecoder().decode(Line.self, from: Data(jsonLine.utf8)) else {
      return nil
    }
    self.init(
      processID: line.pid, display: line.display, slot: line.slot,
      since: UnixTime(milliseconds: line.since), daemon: line.popupDaemon, request: line.request)
  }

  private struct Line: Decodable {
    let pid: Int32
    let display: String
    let slot: String
    let since: Int64
    let daemonRuns: Bool?
    let daemonAnswers: Bool?
    let daemon: String?
    let daemonVersion: String?
    let startable: Bool?
    let starts: Int?
    let startError: String?
    let desktopSilence: String?
    let request: String?

    var popupDaemon: PopupDaemonStatus? {
      guard let daemonRuns else { return nil }
      var status = PopupDaemonStatus()
      status.isRunning = daemonRuns
      status.isAnswering = daemonAnswers ?? false
      status.name = daemon
      status.version = daemonVersion
      status.isStartable = startable ?? false
      status.startCount = starts ?? 0
      status.startFailure = startError
      status.silence = desktopSilence.flatMap { PopupDaemonStatus.Silence(rawValue: $0) }
      return status
    }
  }
}
