// SPDX-License-Identifier: Apache-2.0

import CNotify

/// One setting of GSettings that is true or false.
///
/// The desktops keep their settings in dconf. dconf's client would listen on the process's one connection to the
/// session bus, which a watchdog may close, and it may keep the closed connection for ever. GLib then gives no
/// other one, so neither dconf's client nor libnotify connects again. Therefore this only reads dconf's file,
/// and ``SilenceObserver`` listens to dconf's signal itself.
struct SettingReader: Sendable {
  /// The directory of the setting: a path that begins and ends with `/`.
  let directory: String

  /// The settings of the schema, where another program than dconf keeps them; they have a signal of their own.
  let settings: GObjectReference?

  private let path: String
  private let backend: GObjectReference
  private let standard: Variant

  /// Prepares to read; `nil` when the machine has no such setting, for which GLib would end the process.
  init?(schema name: String, key: String) {
    guard let source = unsafe g_settings_schema_source_get_default(),
      let schema = unsafe g_settings_schema_source_lookup(source, name, 1)
    else { return nil }
    defer { unsafe g_settings_schema_unref(schema) }
    guard unsafe g_settings_schema_has_key(schema, key) != 0,
      let place = unsafe g_settings_schema_get_path(schema),
      let backend = unsafe g_settings_backend_get_default(),
      let description = unsafe g_settings_schema_get_key(schema, key)
    else { return nil }
    defer { unsafe g_settings_schema_key_unref(description) }
    self.backend = unsafe GObjectReference(adopting: UnsafeMutableRawPointer(backend))
    guard let standard = unsafe g_settings_schema_key_get_default_value(description) else {
      return nil
    }
    self.standard = unsafe Variant(adopting: standard)
    directory = unsafe String(cString: place)
    path = directory + key
    let kind = unsafe g_type_name_from_instance(
      self.backend.pointer(to: GTypeInstance.self))
    let isInDconf = unsafe kind.map { unsafe String(cString: $0) } == "DConfSettingsBackend"
    settings =
      isInDconf
      ? nil
      : unsafe g_settings_new_full(schema, nil, nil).map {
        unsafe GObjectReference(adopting: UnsafeMutableRawPointer($0))
      }
  }

  /// The value now; `nil` when it is of another type.
  var value: Bool? {
    let object = unsafe backend.pointer(to: GSettingsBackend.self)
    let kind = unsafe object.pointee.parent_instance.g_type_instance.g_class
    let read = unsafe UnsafeMutableRawPointer(kind)?
      .assumingMemoryBound(to: GSettingsBackendClass.self).pointee.read
    let type = unsafe g_variant_get_type(standard.pointer)
    let found = unsafe read?(object, path, type, 0)
    return (unsafe found.map { unsafe Variant(adopting: $0) } ?? standard).bool
  }
}
