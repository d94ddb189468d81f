// SPDX-License-Identifier: Apache-2.0

public import CMessngr
import LinuxSystem
import MessageDelivery
import Messages

/// `msgr_send`, which messngr.h describes.
@_cdecl("msgr_send")
public func msgrSend(
  _ request: UnsafePointer<msgr_request>?, _ outcome: UnsafeMutablePointer<msgr_outcome>?
) -> UInt32 {
  guard let request = unsafe request,
    unsafe request.pointee.size >= MemoryLayout<msgr_request>.size,
    unsafe outcome.map({ unsafe $0.pointee.size >= MemoryLayout<msgr_outcome>.size }) ?? true
  else { return FunctionResult.failed(.invalidParameter) }
  var result = msgr_outcome()
  result.size = MemoryLayout<msgr_outcome>.size
  let limit = unsafe request.pointee.deadline
  if limit >= 0, let delivery = unsafe DeliveryRequest(request.pointee) {
    let deadline = Deadline.after(
      limit > 0 ? .milliseconds(limit) : DeliveryRequest.timeLimit(for: delivery.goal))
    result.fill(CallingUser(until: deadline).send(delivery))
  } else {
    result.code = UInt32(Win32Error.invalidParameter.rawValue)
    result.setReason("a value of the request is not allowed")
  }
  if result.code != 0 { LastCode.current = result.code }
  unsafe outcome?.pointee = result
  return result.code
}
