// SPDX-License-Identifier: Apache-2.0

import Listeners

/// Decides which job is next: addressees take turns, and so do the sources of each addressee.
///
///     add ──► waiting ──next──► running ──endStep──► under way ──endDelivery──► gone
///                                  ▲                     │
///                                  └──next──  addStep ◄──┘
///
/// Each addressee has a bounded number of jobs that run, and of deliveries that have begun and not ended.
/// So an addressee whose jobs are slow, or whose deliveries do not end, does not delay the others. Jobs
/// of one source for one addressee begin in their order, one at a time.
struct DeliveryQueue<Job: Sendable> {
  /// Bounds.
  struct Limits {
    /// How many jobs run at a time.
    var running = 8

    /// How many jobs run at a time for one addressee.
    var runningPerAddressee = 2

    /// How many deliveries for one addressee have begun and not ended.
    var openPerAddressee = 64

    /// How many jobs wait in all.
    var waiting = 4096

    /// How many jobs of one source wait for one addressee.
    var waitingPerSource = 256
  }

  /// A job that runs.
  struct Turn: Sendable {
    let job: Job
    let addressee: Addressee
    /// `nil` for a further step.
    fileprivate let source: String?
  }

  private struct Lines {
    /// Jobs by their sources.
    var waiting: [String: [Job]] = [:]
    /// The sources with waiting jobs of which none runs, in the order of their turns.
    var sources: [String] = []
    /// Further steps of deliveries that have begun.
    var steps: [Job] = []
    var running = 0
    var busySources: Set<String> = []
    var open = 0

    var isEmpty: Bool { waiting.isEmpty && steps.isEmpty && running == 0 && open == 0 }
  }

  private let limits: Limits
  private var lines: [Addressee: Lines] = [:]
  private var addressees: [Addressee] = []
  private var running = 0
  private var waitingCount = 0

  init(_ limits: Limits) { self.limits = limits }

  /// Adds a job with which a delivery begins.
  ///
  /// - Returns: `false` when there is no room for it.
  mutating func add(_ job: Job, for addressee: Addressee, from source: String) -> Bool {
    var line = lines[addressee] ?? Lines()
    let count = line.waiting[source]?.count ?? 0
    guard waitingCount < limits.waiting, count < limits.waitingPerSource else { return false }
    line.waiting[source, default: []].append(job)
    if count == 0, !line.busySources.contains(source) { line.sources.append(source) }
    waitingCount += 1
    enter(line, addressee)
    return true
  }

  /// Adds a further step of a delivery that has begun.
  mutating func addStep(_ job: Job, for addressee: Addressee) {
    var line = lines[addressee] ?? Lines()
    line.steps.append(job)
    enter(line, addressee)
  }

  /// The job to run now, after which ``end(_:)`` must follow; `nil` when no job may run.
  mutating func next() -> Turn? {
    guard running < limits.running else { return nil }
    for (index, addressee) in addressees.enumerated() {
      guard var line = lines[addressee], line.running < limits.runningPerAddressee else { continue }
      guard let turn = takeJob(&line, addressee) else { continue }
      addressees.remove(at: index)
      line.running += 1
      running += 1
      enter(line, addressee)
      return turn
    }
    return nil
  }

  /// Notes that a job has run.
  mutating func end(_ turn: Turn) {
    guard var line = lines[turn.addressee] else { return }
    line.running -= 1
    running -= 1
    if let source = turn.source {
      line.busySources.remove(source)
      if line.waiting[source] != nil { line.sources.append(source) }
    }
    enter(line, turn.addressee)
  }

  /// Notes that a delivery that has begun is over.
  mutating func endDelivery(for addressee: Addressee) {
    guard var line = lines[addressee] else { return }
    line.open -= 1
    enter(line, addressee)
  }

  private mutating func takeJob(_ line: inout Lines, _ addressee: Addressee) -> Turn? {
    if !line.steps.isEmpty {
      return Turn(job: line.steps.removeFirst(), addressee: addressee, source: nil)
    }
    guard line.open < limits.openPerAddressee, !line.sources.isEmpty else { return nil }
    let source = line.sources.removeFirst()
    guard var jobs = line.waiting[source], !jobs.isEmpty else { return nil }
    let job = jobs.removeFirst()
    line.waiting[source] = jobs.isEmpty ? nil : jobs
    line.busySources.insert(source)
    line.open += 1
    waitingCount -= 1
    return Turn(job: job, addressee: addressee, source: source)
  }

  /// Stores an addressee's lines, and its place among the addressees with waiting jobs.
  private mutating func enter(_ line: Lines, _ addressee: Addressee) {
    lines[addressee] = line.isEmpty ? nil : line
    let hasWork = !line.steps.isEmpty || !line.sources.isEmpty
    if hasWork, !addressees.contains(addressee) { addressees.append(addressee) }
    if !hasWork { addressees.removeAll { $0 == addressee } }
  }
}
