// SPDX-License-Identifier: Apache-2.0

import CNotify

/// One setting of GSettings that is true or false.
struct SettingReader: Sendable {
  /// The settings of the schema.
  let settings: GObjectReference
  private let key: String

  /// Prepares to read; `nil` when the machine has no such setting, for which GLib would end the process.
  init?(schema name: String, key: String) {
    guard let source = unsafe g_settings_schema_source_get_default(),
      let schema = unsafe g_settings_schema_source_lookup(source, name, 1)
    else { return nil }
    defer { unsafe g_settings_schema_unref(schema) }
    guard unsafe g_settings_schema_has_key(schema, key) != 0,
      let created = unsafe g_settings_new_full(schema, nil, nil)
    else { return nil }
    settings = unsafe GObjectReference(adopting: UnsafeMutableRawPointer(created))
    self.key = key
  }

  /// The value now; `nil` when it is of another type.
  var value: Bool? {
    unsafe g_settings_get_value(settings.pointer(to: GSettings.self), key)
      .flatMap { unsafe Variant(adopting: $0) }?.bool
  }
}
