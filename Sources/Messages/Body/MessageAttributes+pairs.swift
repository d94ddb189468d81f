// SPDX-License-Identifier: Apache-2.0

extension MessageAttributes {
  /// Reads attributes, passing over unknown keys and pairs with a bad value.
  init(pairs: AttributePairs) {
    self.init()
    for (key, value) in pairs.pairs { set(key, value) }
  }

  private mutating func set(_ key: String, _ value: String) {
    switch key {
    case "id": id = MessageID(value) ?? id
    case "urgency": urgency = Urgency(rawValue: value) ?? urgency
    case "title": title = value.isEmpty ? title : value
    case "icon": icon = value.isEmpty ? icon : value
    case "category": category = value.isEmpty ? category : value
    case "expires": expires = UInt32(value) ?? expires
    case "replaces": replaces = MessageID(value) ?? replaces
    case "retracts": retracts = MessageID(value) ?? retracts
    case "action":
      guard actions.count < MessageAttributes.maximumActionCount, let action = MessageAction(value)
      else { return }
      actions.append(action)
    case "receipt":
      receipt.formUnion(
        value.split(separator: ",").compactMap { MessageState(rawValue: String($0)) })
    case "origin": origin = Origin(value) ?? origin
    case "for": addressee = UInt32(value) ?? addressee
    case "probe": isProbe = isProbe || value == "1"
    default: break
    }
  }

  /// The attributes as pairs; what has its default is not said.
  var pairs: AttributePairs {
    var pairs = AttributePairs()
    pairs.append("id", ifPresent: id)
    if urgency != .normal { pairs.append("urgency", urgency.rawValue) }
    pairs.append("title", ifPresent: title)
    pairs.append("icon", ifPresent: icon)
    pairs.append("category", ifPresent: category)
    pairs.append("expires", ifPresent: expires)
    pairs.append("replaces", ifPresent: replaces)
    pairs.append("retracts", ifPresent: retracts)
    for action in actions { pairs.append("action", action) }
    if !receipt.isEmpty {
      pairs.append("receipt", receipt.map { $0.rawValue }.sorted().joined(separator: ","))
    }
    pairs.append("origin", ifPresent: origin)
    if isProbe { pairs.append("probe", 1) }
    pairs.append("for", ifPresent: addressee)
    return pairs
  }
}
