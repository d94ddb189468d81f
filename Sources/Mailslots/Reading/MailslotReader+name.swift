// SPDX-License-Identifier: Apache-2.0

extension MailslotReader {
  /// Makes a mailslot of the user with whose rights this process runs, where other programs find it.
  ///
  /// - Parameters:
  ///   - name: A name as ``MailslotName/init(_:)`` takes it: `demo`.
  ///   - options: The settings of the mailslot.
  /// - Throws: As ``MailslotName/init(_:)`` and ``MailslotLookup/createReader(_:options:)``.
  public convenience init(
    _ name: String, options: MailslotOptions = MailslotOptions()
  ) throws(MailslotError) {
    let name = try MailslotName(name)
    try self.init(creating: name, in: MailslotLookup().makeDirectory(), options: options)
  }
}
