// SPDX-License-Identifier: Apache-2.0
//
// Makes a global value of Swift when it is first used. libmessngr has this function in place of that of Embedded
// Swift, with which a child waits for ever if another thread of its parent was making the value at the fork(2).

#include <sched.h>
#include <stdint.h>
#include <unistd.h>

// The compiler's code calls this unless `token` is negative: then the value is there.
__attribute__((visibility("hidden"))) void swift_once(intptr_t *token, void (*make)(void *), void *context) {
  intptr_t own = getpid(), maker = __atomic_load_n(token, __ATOMIC_ACQUIRE);
  while (maker >= 0) {
    if (maker == own) {  // another thread of this process
      sched_yield();
      maker = __atomic_load_n(token, __ATOMIC_ACQUIRE);
    } else if (__atomic_compare_exchange_n(token, &maker, own, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) {
      make(context);
      __atomic_store_n(token, -1, __ATOMIC_RELEASE);
      return;
    }
  }
}
