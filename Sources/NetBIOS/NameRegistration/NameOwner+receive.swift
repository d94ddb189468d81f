// SPDX-License-Identifier: Apache-2.0

extension NameOwner {
  /// Takes a packet that arrived on this network.
  ///
  /// `source` is where the UDP packet came from; answers go there.
  public mutating func receive(
    _ packet: NameServicePacket, from source: Endpoint
  ) -> [Action] {
    switch packet.message {
    // RFC 1001 10.2: a P-node neither sends broadcasts nor takes them.
    case let message where nodeType == .pointToPoint && message.isBroadcast: []
    case .queryRequest(let name, _): answer(name, packet.transactionID, source)
    case .nodeStatusRequest(let name, _): answerStatus(name, packet.transactionID, source)
    case .conflictDemand(let name) where source.address != address:
      takeConflict(name, packet.transactionID, source)
    // RFC 1001 15.2.2: about the names of a P-node only its server decides.
    case _ where nodeType == .pointToPoint: []
    // A broadcast comes back to its sender.
    case _ where source.address == address: []
    case .registrationRequest(let record, _), .multihomedRegistrationRequest(let record):
      defend(record, packet.transactionID, source)
    case .overwriteRequest(let record, _): notice(record, source)
    case .negativeRegistrationResponse(let record, _):
      refuse(record.name, owner: record.entry.address, packet.transactionID)
    default: []
    }
  }

  private func ownedEntry(_ name: ScopedName) -> NameTable.Entry? {
    guard name.scope == scope, let entry = table[name.name], entry.state == .owned else {
      return nil
    }
    return entry
  }

  private func answer(
    _ name: ScopedName, _ id: UInt16, _ source: Endpoint
  ) -> [Action] {
    let isWildcard = name.name == .wildcard && name.scope == scope && !table.owned.isEmpty
    let entry = ownedEntry(name)
    guard isWildcard || entry != nil else { return [] }
    let response = NameServiceMessage.positiveQueryResponse(
      name, timeToLive: NameOwner.timeToLive,
      [NameEntry(isGroup: entry?.isGroup ?? false, nodeType: nodeType, address: address)])
    return [.send(NameServicePacket(transactionID: id, response), to: source)]
  }

  private func answerStatus(
    _ name: ScopedName, _ id: UInt16, _ source: Endpoint
  ) -> [Action] {
    guard name.scope == scope, name.name == .wildcard || ownedEntry(name) != nil else { return [] }
    let names = table.entries.filter { $0.state != .claiming }.map { entry in
      var flags: NameFlags = entry.isGroup ? [.group, .active] : .active
      if entry.state == .conflict { flags.insert(.conflict) }
      if entry.state == .releasing { flags.insert(.deregistering) }
      return NodeStatus.Name(entry.name, flags)
    }
    let status = NodeStatus(names: names, statistics: statistics).cut(toAnswer: name)
    return [
      .send(
        NameServicePacket(transactionID: id, .nodeStatusResponse(name, status)), to: source)
    ]
  }

  /// Refuses another node's claim of a name, or gives way to it: RFC 1002 5.1.1.5.
  ///
  /// Both nodes hear both claims while these are under way, and decide alike: the lower address goes on.
  private mutating func defend(
    _ claim: NameRecord, _ id: UInt16, _ source: Endpoint
  ) -> [Action] {
    guard let entry = contestedEntry(claim) else { return [] }
    guard entry.state == .owned || address.rawValue < source.address.rawValue else {
      return giveWay(entry.name, to: source)
    }
    let refusal = NameServiceMessage.negativeRegistrationResponse(record(entry), .active)
    return [
      .send(NameServicePacket(transactionID: id, refusal), to: source),
      .defended(entry.name, against: source),
    ]
  }

  /// Notes that another node owns a name from now on.
  private mutating func notice(_ claim: NameRecord, _ source: Endpoint) -> [Action] {
    guard let entry = contestedEntry(claim) else { return [] }
    guard entry.state == .owned else { return giveWay(entry.name, to: source) }
    return [.overridden(entry.name, by: source)]
  }

  private mutating func giveWay(_ name: NetBIOSName, to source: Endpoint) -> [Action] {
    drop(name)
    return [.refused(name, .owned(by: source.address))]
  }

  /// The name that this node owns or claims and that another node cannot have as well.
  private func contestedEntry(_ claim: NameRecord) -> NameTable.Entry? {
    guard claim.name.scope == scope, let entry = table[claim.name.name],
      entry.state == .owned || entry.state == .claiming,
      !(entry.isGroup && claim.entry.isGroup)
    else { return nil }
    return entry
  }

  private mutating func takeConflict(
    _ name: ScopedName, _ id: UInt16, _ source: Endpoint
  ) -> [Action] {
    let refusal = refuse(name, owner: source.address, id)
    guard refusal.isEmpty, ownedEntry(name) != nil else { return refusal }
    if obeysConflictDemands { table.set(name.name, .conflict) }
    return [.conflictDemanded(name.name, by: source)]
  }
}
