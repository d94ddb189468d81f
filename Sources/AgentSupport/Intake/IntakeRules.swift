// SPDX-License-Identifier: Apache-2.0

import Console
package import Messages

/// What a program does with arrivals before it stores them, beyond what the configuration says.
///
/// All arrivals wait while a rule decides: a rule must not wait for a network.
package struct IntakeRules: Sendable {
  /// Tells the sender of a probe what becomes of it.
  package typealias ProbeAnswer = @Sendable (Receipt) -> Void

  /// Why a message is refused that the configuration admits; `nil` when it is taken.
  let refusal: @Sendable (Delivery) -> Win32Error?

  /// Takes a report in.
  ///
  /// It returns why the report is refused; `nil` when it is taken.
  let takeReport: @Sendable (StateReport, Delivery) async -> Win32Error?

  /// Answers a probe, now or later, by one call of the answer.
  let answerProbe: @Sendable (Delivery, @escaping ProbeAnswer) -> Void

  /// Creates rules; without them each message is taken, and each report refused.
  package init(
    refusal: @escaping @Sendable (Delivery) -> Win32Error? = { _ in nil },
    takeReport: @escaping @Sendable (StateReport, Delivery) async -> Win32Error? = { _, _ in
      .accessDenied
    },
    answerProbe: @escaping @Sendable (Delivery, @escaping ProbeAnswer) -> Void = {
      $1(.reached(.stored, answer: Version.text))
    }
  ) {
    self.refusal = refusal
    self.takeReport = takeReport
    self.answerProbe = answerProbe
  }
}
