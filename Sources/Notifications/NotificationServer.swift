// SPDX-License-Identifier: Apache-2.0

/// What a notification server says about itself.
///
/// Source: Desktop Notifications Specification 1.2, `GetServerInformation` and `GetCapabilities`.
public struct NotificationServer: Equatable, Sendable {
  /// The server's unique name on the bus, such as `:1.7`.
  public let owner: String

  /// The product, such as `dunst`.
  public let name: String

  /// Who makes it.
  public let vendor: String

  /// The product's version.
  public let version: String

  /// The version of the specification the server follows, such as `1.2`.
  public let specificationVersion: String

  /// What the server can do, in the specification's words, such as `body-markup` and `actions`.
  public let capabilities: Set<String>

  /// The longest word that a server may say of itself, in characters; the rest is cut.
  private static let wordLimit = 64

  /// The most capabilities that are looked at; the specification has 11.
  static let capabilityLimit = 256

  /// Takes a server's word, which may hold anything: it is shown on terminals.
  ///
  /// - Parameter information: Name, vendor, version and version of the specification.
  init(owner: String, information: [String], capabilities: [String]) {
    let words = information + Array(repeating: "", count: 4)
    func line(_ word: String) -> String {
      NotificationText.summary(word, limit: NotificationServer.wordLimit)
    }
    self.owner = owner
    name = line(words[0])
    vendor = line(words[1])
    version = line(words[2])
    specificationVersion = line(words[3])
    self.capabilities = Set(
      capabilities.prefix(NotificationServer.capabilityLimit)
        .filter { $0.utf8.count <= NotificationServer.wordLimit })
  }

  /// Whether `&`, `<` and `>` in a body are read as markup.
  var readsMarkup: Bool { capabilities.contains("body-markup") }

  /// Whether a notification may offer actions.
  public var offersActions: Bool { capabilities.contains("actions") }

  /// Whether a notification may ask for an answer in place.
  public var takesReplies: Bool { capabilities.contains("inline-reply") }
}
