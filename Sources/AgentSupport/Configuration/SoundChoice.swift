// SPDX-License-Identifier: Apache-2.0

package import Messages

/// For which popups a popup daemon is asked to play a sound.
package enum SoundChoice: String, CaseIterable, Sendable {
  /// For none; the daemon may still play what its user has chosen there.
  case off

  /// For critical messages.
  case critical

  /// For messages of normal urgency, too.
  case normal

  /// The name of the sound in the theme; `nil` for none: Sound Naming Specification.
  package func name(for urgency: Urgency) -> String? {
    switch (self, urgency) {
    case (.critical, .critical), (.normal, .critical): "dialog-warning"
    case (.normal, .normal): "message-new-instant"
    default: nil
    }
  }
}
