// SPDX-License-Identifier: Apache-2.0

/// The settings of a mailslot, and what waits in it.
struct SlotInfo: Equatable {
  var maximum: UInt32 = 0
  var next: UInt32 = 0
  var count: UInt32 = 0
  var timeout: UInt32 = 0
}
