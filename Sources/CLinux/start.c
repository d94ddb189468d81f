// SPDX-License-Identifier: Apache-2.0

#include "CLinux.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static int argument_count;
static char **arguments;

// Runs before anything of Swift's: glibc gives each constructor what main() will be given.
__attribute__((constructor(101))) static void start(int count, char **words) {
  argument_count = count;
  arguments = words;
  // Swift's runtime looks for its tools at the start, and ends the process where /proc is not mounted,
  // unless it is told where to look.
  if (access("/proc/self/exe", F_OK) != 0) setenv("SWIFT_ROOT", "/", 0);
}

const char *clinux_argument(int index) {
  return index >= 0 && index < argument_count ? arguments[index] : NULL;
}

int clinux_pipe(int *read_end, int *write_end, bool is_non_blocking) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC | (is_non_blocking ? O_NONBLOCK : 0)) != 0) return -1;
  *read_end = ends[0];
  *write_end = ends[1];
  return 0;
}
