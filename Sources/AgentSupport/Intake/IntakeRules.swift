// SPDX-License-Identifier: Apache-2.0

import Console
package import Messages

/// What a program does with arrivals before it stores them, beyond what the configuration says.
package struct IntakeRules: Sendable {
  /// Why a message is refused that the configuration admits; `nil` when it is taken.
  let refusal: @Sendable (Delivery) async -> Win32Error?

  /// Takes a report in.
  ///
  /// It returns why the report is refused; `nil` when it is taken.
  let takeReport: @Sendable (StateReport, Delivery) async -> Win32Error?

  /// What the sender of a probe learns.
  let answerProbe: @Sendable (Delivery) async -> String

  /// Creates rules; without them each message is taken, and each report refused.
  package init(
    refusal: @escaping @Sendable (Delivery) async -> Win32Error? = { _ in nil },
    takeReport: @escaping @Sendable (StateReport, Delivery) async -> Win32Error? = { _, _ in
      .accessDenied
    },
    answerProbe: @escaping @Sendable (Delivery) async -> String = { _ in Version.text }
  ) {
    self.refusal = refusal
    self.takeReport = takeReport
    self.answerProbe = answerProbe
  }
}
