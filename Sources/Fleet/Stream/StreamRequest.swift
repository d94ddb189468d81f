// SPDX-License-Identifier: Apache-2.0

import Realm

/// The wish for the stream of a realm.
///
/// The server republishes each message that it has stored, so that a machine that listens gets it without a
/// consumer.
struct StreamRequest: StreamAPIRequest {
  private struct Republish: Encodable {
    let src: String
    let dest: String
  }

  private let name: String
  private let subjects: [String]
  private let retention = "limits"
  private let storage = "file"
  private let discard = "old"
  private let numReplicas: Int
  private let maxAge: Int64
  private let maxBytes: Int64
  private let duplicateWindow = Duration.seconds(120).jetStreamNanoseconds
  private let denyDelete = true
  private let denyPurge = true
  private let allowDirect = false
  private let republish: Republish

  init(_ layout: FleetLayout, _ settings: StreamSettings) {
    name = layout.stream
    subjects = ["\(layout.prefix).>"]
    numReplicas = settings.replicas
    maxAge = settings.age.jetStreamNanoseconds
    maxBytes = settings.byteCount
    republish = Republish(src: "\(layout.prefix).>", dest: "\(layout.livePrefix).>")
  }
}
