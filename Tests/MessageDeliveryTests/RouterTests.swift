// SPDX-License-Identifier: Apache-2.0

import Accounts
import LinuxSystem
import Messages
import NameDirectory
import NetBIOS
import NetBIOSClient
import Testing

@testable import MessageDelivery

/// Routing on the machine WONDER with the users ann and bob, in the workgroup LAB.
@Suite struct RouterTests {
  private static let ann = Account(name: "ann", userID: 1, groupID: 1, home: "/home/ann")
  private static let bob = Account(name: "bob", userID: 2, groupID: 2, home: "/home/bob")

  /// The users who run an agent.
  enum Presence {
    case both, onlyAnn, none
  }

  /// The file with the settings of the network.
  enum Network {
    case never, off, on, unreadable
  }

  private static func accounts(
    _ recipient: Recipient, _ presence: Presence
  ) throws(RecipientError) -> [Account] {
    let present =
      switch presence {
      case .both: [ann, bob]
      case .onlyAnn: [ann]
      case .none: [Account]()
      }
    switch recipient {
    case .name(let name):
      switch name.text {
      case "ann": return [ann]
      case "bob": return [bob]
      // A directory service of several domains, one of which has the name of the realm.
      case "ann@corp", "ann@lab": return [ann]
      case "WONDER": break
      default: throw .unknownName(name.text)
      }
    case .group("staff"): return [ann, bob]
    case .group(let name): throw .unknownName("@\(name)")
    case .domain: throw .networkOff(recipient)
    case .realm: throw .noRelay(recipient)
    case .everyone, .users, .computer: break
    }
    guard !present.isEmpty else { throw .noUsers }
    return present
  }

  private static let settingsError = NetworkSettingsError.unreadable("/network", .ioError)

  private static func router(
    _ presence: Presence, _ network: Network, mayUseSpool: Bool = true
  ) -> Router {
    Router(
      mayUseSpool: mayUseSpool,
      accounts: { (recipient) throws(RecipientError) in try accounts(recipient, presence) },
      members: { (group) throws(RecipientError) in
        guard group == "staff" else { throw .unknownName("@\(group)") }
        return ["ann", "carol"]
      },
      realm: { RealmNames("realm lab\ncarol\n") },
      isThisMachine: { $0 == "WONDER" },
      settings: { () throws(NetworkSettingsError) in
        var settings = NetworkSettings()
        settings.workgroup = "LAB"
        switch network {
        case .never: settings.use = .never
        case .off: settings.use = .off
        case .on: settings.use = .on
        case .unreadable: throw settingsError
        }
        return settings
      })
  }

  /// A recipient, and the routes to it, each as `label > end`; or the failure.
  struct Row: Sendable, CustomTestStringConvertible {
    let recipient: String
    let presence: Presence
    let network: Network
    let expected: Result<[String], DeliveryFailure>

    var testDescription: String { "\(recipient), \(presence), network \(network)" }

    init(_ recipient: String, _ presence: Presence, _ network: Network, _ routes: String...) {
      self.recipient = recipient
      self.presence = presence
      self.network = network
      expected = .success(routes)
    }

    init(
      _ recipient: String, _ presence: Presence, _ network: Network, fails failure: DeliveryFailure
    ) {
      self.recipient = recipient
      self.presence = presence
      self.network = network
      expected = .failure(failure)
    }
  }

  private static func text(_ route: Route) -> String {
    switch route.destination {
    case .user(let account): "\(route.label) > user \(account.name)"
    case .relay(let recipient): "\(route.label) > relay \(recipient)"
    case .network(.name(let name)): "\(route.label) > name \(name)"
    case .network(.address(let address)): "\(route.label) > address \(address)"
    case .network(.workgroup(let group)): "\(route.label) > workgroup \(group)"
    }
  }

  static let rows: [Row] = [
    Row("ann", .both, .off, "ann > user ann"),
    Row("ann", .both, .on, "ann > user ann"),
    Row("ann", .none, .unreadable, "ann > user ann"),
    Row("dave", .both, .off, fails: .recipient(.unknownName("dave"))),
    Row("dave", .both, .never, fails: .recipient(.unknownName("dave"))),
    Row("dave", .both, .on, "dave > name dave"),
    Row("192.0.2.7", .both, .on, "192.0.2.7 > name 192.0.2.7"),
    Row("dave", .both, .unreadable, fails: .network(.settings(settingsError))),
    Row("WONDER", .both, .off, "ann > user ann", "bob > user bob"),
    Row("WONDER", .onlyAnn, .off, "WONDER > user ann"),
    Row("WONDER", .none, .on, fails: .recipient(.noUsers)),
    Row("ann@lab", .both, .on, "ann@lab > relay ann@lab"),
    Row("ann@lab", .none, .never, "ann@lab > relay ann@lab"),
    Row("ann@LAB", .both, .on, "ann@LAB > relay ann@LAB"),
    Row("ann@corp", .both, .on, "ann@corp > user ann"),
    Row("bob@corp", .both, .on, "bob@corp > relay bob@corp"),
    Row("*@lab", .none, .unreadable, "*@lab > relay *@lab"),
    Row(
      "@staff@lab", .none, .off, "ann@lab > relay ann@lab", "carol@lab > relay carol@lab"),
    Row("@sales@lab", .none, .off, fails: .recipient(.unknownName("@sales"))),
    // A name of this machine comes first, then one of the realm, then one of the network.
    Row("Carol", .both, .on, "Carol@lab > relay Carol@lab"),
    Row("carol", .both, .never, "carol@lab > relay carol@lab"),
    Row("@staff", .none, .unreadable, "ann > user ann", "bob > user bob"),
    Row("@sales", .both, .on, fails: .recipient(.unknownName("@sales"))),
    Row("/users", .onlyAnn, .on, "/users > user ann"),
    Row("/users", .none, .on, fails: .recipient(.noUsers)),
    Row("*", .onlyAnn, .off, "* > user ann"),
    Row("*", .none, .off, fails: .recipient(.noUsers)),
    Row("*", .onlyAnn, .on, "* > user ann", "/domain:LAB > workgroup LAB"),
    Row("*", .none, .on, "/domain:LAB > workgroup LAB"),
    Row("*", .both, .unreadable, fails: .network(.settings(settingsError))),
    Row(#"\\WINBOX"#, .both, .off, #"\\WINBOX > name WINBOX"#),
    Row(#"\\192.0.2.7"#, .both, .off, #"\\192.0.2.7 > address 192.0.2.7"#),
    Row(#"\\WINBOX"#, .both, .never, fails: .recipient(.networkOff(.computer("WINBOX")))),
    Row(#"\\WINBOX"#, .both, .unreadable, fails: .network(.settings(settingsError))),
    Row(#"\\WONDER"#, .both, .never, "ann > user ann", "bob > user bob"),
    Row("/domain", .both, .off, "ann > user ann", "bob > user bob", "/domain > workgroup LAB"),
    Row("/domain", .none, .off, "/domain > workgroup LAB"),
    Row("/domain:lab", .onlyAnn, .on, "/users > user ann", "/domain:lab > workgroup lab"),
    Row("/domain:OTHER", .both, .on, "/domain:OTHER > workgroup OTHER"),
    Row("/domain", .both, .never, fails: .recipient(.networkOff(.domain(nil)))),
  ]

  @Test(arguments: rows)
  func `a recipient has its routes, or a reason why there is none`(row: Row) throws {
    let recipient = try Recipient(row.recipient)
    let router = Self.router(row.presence, row.network)
    let routes = Result { () throws(DeliveryFailure) in try router.routes(to: recipient) }
    #expect(routes.map { $0.map(Self.text) } == row.expected)
  }

  static let fallbacks: [(String, DeliveryFailure, Network, spool: Bool, isTried: Bool)] = [
    ("backup", .noMailslot(ann), .on, true, true),
    ("backup", .noMailslot(ann), .off, true, false),
    ("backup", .noMailslot(ann), .never, true, false),
    ("backup", .noMailslot(ann), .unreadable, true, false),
    ("backup", .noMailslot(ann), .on, false, false),
    ("backup", .refused(.accessDenied), .on, true, false),
    ("backup", .notReached(.stored, reached: nil), .on, true, false),
    ("@backup", .noMailslot(ann), .on, true, false),
    ("*", .noMailslot(ann), .on, true, false),
  ]

  @Test(arguments: fallbacks)
  func `a name whose user has no mailslot may be on the network`(
    recipient: String, failure: DeliveryFailure, network: Network, mayUseSpool: Bool, isTried: Bool
  ) throws {
    let router = Self.router(.both, network, mayUseSpool: mayUseSpool)
    let route = router.fallback(for: try Recipient(recipient), after: failure)
    #expect(route.map(Self.text) == (isTried ? "backup > name backup" : nil))
  }

  @Test func `a request can turn the network on, but not against never`() {
    var request = DeliveryRequest()
    var settings = NetworkSettings()
    #expect(request.changing(settings) == settings)
    request.usesNetwork = true
    request.encoding = .utf8
    #expect(request.changing(settings).use == .on)
    #expect(request.changing(settings).encoding == .utf8)
    settings.use = .never
    #expect(request.changing(settings).use == .never)
  }

  static let senders: [(account: String, from: String?, Result<String, MessageError>)] = [
    ("ops", nil, .success("ops")),
    ("ops", "BACKUP", .success("BACKUP")),
    ("a-login-name-of-20-b", nil, .success("WONDER")),
    ("", nil, .success("WONDER")),
    ("o\0ps", nil, .failure(.nulInside(field: "From"))),
    ("ops", "", .failure(.nameTooLong(field: "From", byteCount: 0, limit: 15))),
    (
      "ops", "sixteen-letters-",
      .failure(.nameTooLong(field: "From", byteCount: 16, limit: 15))
    ),
  ]

  @Test(arguments: senders)
  func `a login name that is too long becomes the machine's, a chosen name is refused`(
    accountName: String, from: String?, expected: Result<String, MessageError>
  ) {
    var request = DeliveryRequest(accountName: accountName)
    request.from = from
    let access = NetworkAccess(NetworkSettings(), hostName: "wonder.example.org")
    let name = Result { () throws(DeliveryFailure) in try request.senderName(over: access) }
    #expect(
      name.map { String(decoding: $0, as: UTF8.self) }
        == expected.mapError { DeliveryFailure.message($0) })
  }
}
