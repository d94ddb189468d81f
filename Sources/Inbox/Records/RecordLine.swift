// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A record as JSON has it.
///
/// The keys are a promise to whoever reads them: none changes its meaning.
/// Times are milliseconds since 1970-01-01 00:00 UTC.
struct RecordLine: Codable {
  let number: Int64
  let id: String
  let from: String
  let to: String
  let text: String
  let rawText: Data?
  let sender: UInt32
  let senderName: String
  let origin: String
  let arrival: Int64
  let urgency: String
  let title: String?
  let icon: String?
  let category: String?
  let expires: UInt32?
  let replaces: String?
  let retracts: String?
  let actions: [String]?
  let receipt: [String]?
  let state: String
  let stateTime: Int64
  let unread: Bool?
  let shown: Int64?
  let read: Int64?
  let answer: String?
  let replacedBy: Int64?
  let change: Int64?
}
