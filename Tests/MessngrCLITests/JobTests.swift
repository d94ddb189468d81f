// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Messages
import NameDirectory
import Testing

@testable import MessngrCLI

@Suite struct JobTests {
  private let first = MessageID("00000000000000000000000000000001")
  private let second = MessageID("00000000000000000000000000000002")

  private func time(_ seconds: Int64) -> UnixTime { UnixTime(milliseconds: seconds * 1000) }

  @Test func `a job that succeeds has no news`() {
    var state = JobState()
    let news = state.finish(isSuccess: true, from: time(1), at: time(1), tellsSuccess: false)
    #expect(news == nil)
    #expect(state == JobState())
    #expect(state.text == nil)
  }

  @Test func `failures replace each other, and recovery replaces the last`() throws {
    var state = JobState()
    let failed = state.finish(isSuccess: false, from: time(1), at: time(1), tellsSuccess: false)
    #expect(failed?.news == .failed(count: 1, since: time(1)))
    #expect(failed?.replaces == nil)
    state.note(sent: try #require(first))

    let again = state.finish(isSuccess: false, from: time(2), at: time(2), tellsSuccess: false)
    #expect(again?.news == .failed(count: 2, since: time(1)))
    #expect(again?.replaces == first)
    state.note(sent: try #require(second))

    let well = state.finish(isSuccess: true, from: time(3), at: time(3), tellsSuccess: false)
    #expect(well?.news == .recovered(count: 2, since: time(1)))
    #expect(well?.replaces == second)
    #expect(state == JobState())
  }

  @Test func `a recovery is no news if the failure was not reported`() {
    var state = JobState()
    _ = state.finish(isSuccess: false, from: time(1), at: time(1), tellsSuccess: false)
    let news = state.finish(isSuccess: true, from: time(2), at: time(2), tellsSuccess: false)
    #expect(news == nil)
    #expect(state == JobState())
  }

  @Test func `a run that began before a failure does not end it`() throws {
    var state = JobState()
    _ = state.finish(isSuccess: false, from: time(1), at: time(5), tellsSuccess: false)
    state.note(sent: try #require(first))
    let failed = state
    // It began when the failing run was still running.
    let beside = state.finish(isSuccess: true, from: time(4), at: time(6), tellsSuccess: false)
    #expect(beside == nil)
    #expect(state == failed)
    let told = state.finish(isSuccess: true, from: time(4), at: time(6), tellsSuccess: true)
    #expect(told?.news == .succeeded)
    #expect(told?.replaces == nil)
    #expect(state == failed)
    let next = state.finish(isSuccess: true, from: time(6), at: time(7), tellsSuccess: false)
    #expect(next?.news == .recovered(count: 1, since: time(5)))
  }

  @Test func `a failure in the future, of a clock that was wrong, is ended by a success`() throws {
    var state = JobState()
    _ = state.finish(isSuccess: false, from: time(900), at: time(901), tellsSuccess: false)
    state.note(sent: try #require(first))
    let news = state.finish(isSuccess: true, from: time(1), at: time(2), tellsSuccess: false)
    #expect(news?.news == .recovered(count: 1, since: time(901)))
  }

  @Test func `each success is news on request`() throws {
    var state = JobState()
    let success = state.finish(isSuccess: true, from: time(1), at: time(1), tellsSuccess: true)
    #expect(success?.news == .succeeded)
    _ = state.finish(isSuccess: false, from: time(2), at: time(2), tellsSuccess: true)
    state.note(sent: try #require(first))
    let recovery = state.finish(isSuccess: true, from: time(3), at: time(3), tellsSuccess: true)
    #expect(recovery?.news == .recovered(count: 1, since: time(2)))
  }

  @Test func `a state is read from its text`() throws {
    var state = JobState()
    _ = state.finish(isSuccess: false, from: time(1), at: time(1), tellsSuccess: false)
    #expect(JobState(try #require(state.text)) == state)
    state.note(sent: try #require(first))
    #expect(JobState(try #require(state.text)) == state)
  }

  @Test(arguments: [
    "", "failures=1", "since=1", "failures=0\nsince=1", "failures=-1\nsince=1",
    "failures=9223372036854775807\nsince=1", "failures=x\nsince=1", "failures=1\nsince=x", "\u{0}",
  ])
  func `a damaged state is ignored`(text: String) {
    #expect(JobState(text) == nil)
  }

  @Test(arguments: [
    ("backup", "backup"), ("backup.sh", "backup%2esh"), ("..", "%2e%2e"), ("a/b", "a%2fb"),
    ("raid check", "raid%20check"), ("ü", "%c3%bc"), ("\n", "%0a"),
    ("fstrim@-.service", "fstrim%40-%2eservice"),
  ])
  func `every job name becomes a file name`(name: String, file: String) {
    #expect(Job(name: name)?.fileName == file)
  }

  @Test func `a job name has 1 to 64 bytes`() {
    #expect(Job(name: "") == nil)
    #expect(Job(name: String(repeating: "x", count: 64)) != nil)
    #expect(Job(name: String(repeating: "x", count: 65)) == nil)
  }

  /// Each line is a job of its own.
  private static let different: [(words: [String], directory: String, to: [String])] = [
    (["sh", "-c", "true"], "/", ["ops"]), (["sh", "-c", "false"], "/", ["ops"]),
    (["sh", "-c true"], "/", ["ops"]), (["sh", "-c", "true", ""], "/", ["ops"]),
    (["/bin/sh", "-c", "true"], "/", ["ops"]), (["sh", "-c", "true"], "/srv", ["ops"]),
    (["sh", "-c", "true"], "/", ["lab"]), (["sh", "-c", "true"], "/", ["ops", "lab"]),
    (["sh", "-c", "true"], "/", ["@ops"]), (["sh", "-c"], "true", ["ops"]),
  ]

  private func job(_ words: [String], _ directory: String, _ to: [String]) throws -> Job {
    Job(words: words, directory: FilePath(directory), recipients: try to.map { try Recipient($0) })
  }

  @Test func `a job without a name is its words, its directory and its recipients`() throws {
    let jobs = try Self.different.map { try job($0.words, $0.directory, $0.to) }
    #expect(Set(jobs.map(\.fileName)).count == jobs.count)
    for job in jobs { #expect(job.fileName.utf8.count == 33 && job.fileName.hasPrefix("=")) }
    let twice = try job(["a"], "/", ["ops", "lab"])
    #expect(try job(["a"], "/", ["lab", "ops", "lab"]) == twice)
    // No name can be that of such a file.
    #expect(Job(name: twice.fileName)?.fileName != twice.fileName)
  }

  @Test(arguments: [
    (["/usr/local/bin/backup.sh"], "backup.sh"),
    (["rsync", "-a", "/srv", "/mnt"], "rsync -a /srv /mnt"),
    (["sh", "-c", "a\nb\u{1B}[31m"], "sh -c a b[31m"), (["/"], "command"),
  ])
  func `a job without a name is shown as its command line`(words: [String], title: String) throws {
    #expect(try job(words, "/", ["ops"]).title == title)
    #expect(try job(words + [String(repeating: "é", count: 900)], "/", ["ops"]).title.count <= 65)
  }

  @Test(arguments: [
    (JobEnd.exited(status: 0), 0, "finished"), (.exited(status: 3), 3, "exit status 3"),
    (.signalled(9), 137, "ended by SIGKILL"), (.signalled(15), 143, "ended by SIGTERM"),
    (.signalled(64), 192, "ended by signal 64"),
    (.notStarted(.noSuchFileOrDirectory), 127, "could not be started: No such file or directory"),
    (.notStarted(.permissionDenied), 126, "could not be started: Permission denied"),
    (.timedOut(.seconds(1800)), 124, "ended at its time limit of 30 min"),
  ])
  func `an end has an exit status and a description`(end: JobEnd, status: Int32, words: String) {
    #expect(end.exitStatus == status)
    #expect(end.description == words)
    #expect(end.isSuccess == (status == 0))
  }

  @Test(
    arguments: [
      (.failed(count: 1, since: UnixTime(milliseconds: 0)), "failed"),
      (.recovered(count: 1, since: UnixTime(milliseconds: 0)), "recovered"),
      (.succeeded, "finished"),
    ] as [(JobState.News, String)])
  func `the first line of a message about a job does not repeat its title`(
    news: JobState.News, word: String
  ) throws {
    let job = try #require(Job(name: "backup"))
    let message = JobMessage(
      news, job: job, end: .exited(status: word == "failed" ? 3 : 0), alarm: .critical,
      duration: .seconds(2), host: "db1", tail: "", now: WallTime(time(0), in: .utc))
    #expect(message.title == "backup \(word)")
    #expect(!message.text.contains("backup") && !message.text.contains(word))
    #expect(message.text.contains("2.0 s on db1"))
  }

  @Test func `the tail keeps the last bytes and lines`() {
    var tail = OutputTail(limit: 100)
    for number in 0..<1000 { tail.append(Array("line \(number)\n".utf8)) }
    #expect(tail.byteCount == 8890)
    #expect(tail.bytes.count == 100)
    #expect(tail.droppedByteCount == 8790)
    #expect(tail.text(lines: 2, byteCount: 1000) == "line 998\nline 999")
    #expect(tail.text(lines: 9, byteCount: 20) == "line 998\nline 999")
    #expect(tail.text(lines: 0, byteCount: 1000).isEmpty)
  }

  @Test func `the tail contains no control characters`() {
    var tail = OutputTail(limit: 1000)
    tail.append(Array("\u{1B}[31mred\u{1B}[0m\r\nb\0ell\u{7}\n\n".utf8) + [0xFF, 0x0A])
    #expect(tail.text(lines: 9, byteCount: 1000) == "[31mred[0m\nbell\n\u{FFFD}")
  }
}
