// SPDX-License-Identifier: Apache-2.0

/// A notification server's description of itself.
///
/// Source: Desktop Notifications Specification 1.2, `GetServerInformation` and `GetCapabilities`.
public struct NotificationServer: Equatable, Sendable {
  /// The server's unique name on the bus, such as `:1.7`.
  public let owner: String

  /// The product, such as `dunst`.
  public let name: String

  /// The maker of the product.
  public let vendor: String

  /// The product's version.
  public let version: String

  /// The version of the specification the server follows, such as `1.2`.
  public let specificationVersion: String

  /// The capabilities in the specification's words, such as `body-markup` and `actions`.
  public let capabilities: Set<String>

  /// The longest word in a description, in characters; the rest is cut.
  private static let wordLimit = 64

  /// The most capabilities that are read; the specification has 11.
  static let capabilityLimit = 256

  /// Creates a description from untrusted words, which programs show on terminals.
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

  /// Whether the server reads `&`, `<` and `>` in a body as markup.
  var readsMarkup: Bool { capabilities.contains("body-markup") }

  /// Whether a notification may offer actions.
  public var offersActions: Bool { capabilities.contains("actions") }

  /// Whether the server plays sounds.
  var playsSounds: Bool { capabilities.contains("sound") }

  /// Whether a notification may have a field for an answer.
  public var takesReplies: Bool { capabilities.contains("inline-reply") }
}
