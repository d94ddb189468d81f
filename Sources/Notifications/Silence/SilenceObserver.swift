// SPDX-License-Identifier: Apache-2.0

import CNotify

/// Reports to a notifier that the server's do-not-disturb may have changed.
///
/// It lives on the notifier's thread, and ends before the notifier.
@safe struct SilenceObserver: ~Copyable {
  /// What it observes.
  let source: SilenceSource

  private let bus: BusConnection
  private let setting: SettingReader?
  private let subscription: guint
  private let handler: gulong

  /// Begins to listen; `nil` when there is nothing to listen to.
  init?(_ source: SilenceSource, _ bus: BusConnection, for notifier: Notifier) {
    let data = unsafe Unmanaged.passUnretained(notifier).toOpaque()
    var (subscription, handler): (guint, gulong) = (0, 0)
    var setting: SettingReader?
    switch source.place {
    case .method(_, _, let destination, let signal):
      subscription = unsafe g_dbus_connection_signal_subscribe(
        bus.pointer, destination.name, signal.interface, signal.member, destination.path,
        signal.argument, G_DBUS_SIGNAL_FLAGS_NONE,
        { _, _, _, _, _, arguments, data in
          guard let arguments = unsafe arguments else { return }
          let values = unsafe Variant(arguments)
          unsafe Notifier.onItsThread(data) { $0.receiveSilence(values) }
        }, data, nil)
    case .setting(let schema, let key):
      guard let reader = SettingReader(schema: schema, key: key) else { return nil }
      setting = reader
      let changed:
        @convention(c) (
          OpaquePointer?, UnsafePointer<CChar>?, UnsafeMutableRawPointer?
        ) -> Void = { _, _, data in
          unsafe Notifier.onItsThread(data) { $0.requestSilence() }
        }
      handler = unsafe g_signal_connect_data(
        reader.settings.pointer(to: GObject.self), "changed::\(key)",
        unsafeBitCast(changed, to: GCallback.self), data, nil, GConnectFlags(rawValue: 0))
    }
    self.source = source
    self.bus = bus
    self.setting = setting
    self.subscription = subscription
    self.handler = handler
  }

  /// Stops listening: no event arrives afterwards.
  deinit {
    if subscription != 0 {
      unsafe g_dbus_connection_signal_unsubscribe(bus.pointer, subscription)
    }
    if let setting {
      unsafe g_signal_handler_disconnect(setting.settings.pointer(to: GObject.self), handler)
    }
  }

  /// How to ask: the value of the setting, or the call to make.
  var question: Question {
    switch source.place {
    case .method(let method, let arguments, let destination, _):
      .call(method, arguments, destination, bus)
    case .setting: .value(setting?.value)
    }
  }

  /// What has to be done for an answer.
  enum Question {
    /// Nothing: this is it.
    case value(Bool?)

    /// A call, whose reply has it.
    case call(String, [String], Destination, BusConnection)
  }
}
