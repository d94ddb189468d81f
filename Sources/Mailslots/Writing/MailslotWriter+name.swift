// SPDX-License-Identifier: Apache-2.0

extension MailslotWriter {
  /// Opens the first mailslot with a name: of a user, and then of the machine.
  ///
  /// - Parameters:
  ///   - name: A name as ``MailslotName/init(_:)`` takes it: `demo`.
  ///   - user: The login name of the owner; `nil` for the user with whose rights this process runs.
  ///   - maximumMessageSize: The longest message to accept, in bytes.
  /// - Throws: As ``MailslotName/init(_:)``, ``MailslotLookup/init(user:)`` and
  ///   ``MailslotLookup/openWriter(_:maximumMessageSize:)``.
  public convenience init(
    _ name: String, user: String? = nil, maximumMessageSize: Int = standardMessageSize
  ) throws(MailslotError) {
    let lookup = try MailslotLookup(user: user)
    self.init(
      taking: try lookup.openWriter(MailslotName(name), maximumMessageSize: maximumMessageSize))
  }
}
