// SPDX-License-Identifier: Apache-2.0

import CLinux

/// A thread for calls that wait in the kernel, which a task must not make; pthread_create(3).
///
/// It blocks all signals, so that other threads get those of the program.
@frozen @usableFromInline package struct PlainThread: ~Copyable, Sendable {
  private final class Body: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// 512 KiB of address space; a thread uses a page or two of it.
  private static let stackSize = 512 << 10

  private let identifier: UInt

  /// Starts a thread; `nil` when the system refuses one more.
  package init?(_ run: @escaping @Sendable () -> Void) {
    var all = sigset_t()
    var before = sigset_t()
    unsafe sigfillset(&all)
    unsafe pthread_sigmask(SIG_BLOCK, &all, &before)
    defer { unsafe _ = pthread_sigmask(SIG_SETMASK, &before, nil) }
    var attributes = pthread_attr_t()
    unsafe pthread_attr_init(&attributes)
    defer { unsafe _ = pthread_attr_destroy(&attributes) }
    unsafe pthread_attr_setstacksize(&attributes, PlainThread.stackSize)

    let body = unsafe Unmanaged.passRetained(Body(run))
    var identifier = pthread_t()
    let result = unsafe pthread_create(
      &identifier, &attributes,
      { argument in
        if let argument = unsafe argument {
          unsafe Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
        }
        return nil
      }, body.toOpaque())
    guard result == 0 else {
      unsafe body.release()
      return nil
    }
    self.identifier = identifier
  }

  deinit { _ = pthread_detach(identifier) }

  /// Waits until the thread has ended; pthread_join(3).
  ///
  /// A thread that no other one joins runs to its end by itself.
  package consuming func join() {
    _ = pthread_join(identifier, nil)
    discard self
  }

  /// A number that no other running thread of this process has, never 0; pthread_self(3).
  package static var currentNumber: UInt { UInt(pthread_self()) }

  /// Lets the calling thread sleep, unless a signal wakes it earlier; poll(2).
  package static func sleep(milliseconds: Int32) { _ = poll(nil, 0, milliseconds) }
}
