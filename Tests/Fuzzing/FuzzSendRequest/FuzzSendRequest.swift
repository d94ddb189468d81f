// SPDX-License-Identifier: Apache-2.0

import CMessngr
import Fuzzing
import MessageDelivery

@testable import CInterface

/// The values that a program in C gives to `msgr_send` and to the functions for messages.
@main enum FuzzSendRequest: FuzzTarget {
  static func run(_ bytes: [UInt8]) {
    let fields = bytes.dropFirst(4).split(
      separator: 0, maxSplits: 8, omittingEmptySubsequences: false
    )
    .map { field in field.filter { $0 != 0 }.map { CChar(bitPattern: $0) } + [0] }
    withText(fields, 0) { to in
      withText(fields, 1) { text in
        withText(fields, 2) { id in
          withText(fields, 3) { title in
            withText(fields, 4) { action in
              var request = msgr_request()
              (request.to, request.text, request.id, request.title) = (to, text, id, title)
              request.until = Int32(bytes.first ?? 0) - 1
              request.urgency = Int32(bytes.dropFirst().first ?? 0) - 1
              request.flags = UInt32(bytes.dropFirst(2).first ?? 0)
              let actions = [action, action, nil]
              actions.withUnsafeBufferPointer {
                request.actions = $0.baseAddress
                let read = DeliveryRequest(request)
                precondition(
                  read == nil || to != nil && text != nil, "a request without its fields")
              }
            }
          }
        }
      }
    }
    for form in [TextForm.wide, .narrow] {
      bytes.withUnsafeBufferPointer {
        guard let text = form.text($0.baseAddress, byteCount: $0.count) else { return }
        var array = [UInt8](repeating: 1, count: 33)
        array.withUnsafeMutableBytes { CText.write(text, into: $0) }
        precondition(array.contains(0), "a text without its end")
        let names = [text, "b"]
        let list = NameList(level: 1, form: form)
        let count = list?.count(of: names[...], fitting: UInt32(bytes.count)) ?? 0
        list?.make(of: names[..<count]).deallocate()
      }
    }
  }

  private static func withText(
    _ fields: [[CChar]], _ index: Int, _ body: (UnsafePointer<CChar>?) -> Void
  ) {
    guard index < fields.count else { return body(nil) }
    fields[index].withUnsafeBufferPointer { body($0.baseAddress) }
  }
}
