// SPDX-License-Identifier: Apache-2.0
//
// The random numbers of Embedded Swift: arc4random_buf(3), which musl lacks.

#ifdef CSTART_WITHOUT_RUNTIME

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/random.h>

void arc4random_buf(void *bytes, size_t count) {
  char *rest = bytes;
  while (count > 0) {
    ssize_t size = getrandom(rest, count, 0);
    // The kernel has had getrandom(2) since Linux 3.17, and a filter of calls may refuse it.
    if (size < 0 && errno != EINTR) abort();
    if (size < 0) continue;
    rest += size;
    count -= (size_t)size;
  }
}

#endif
