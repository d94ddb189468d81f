// SPDX-License-Identifier: Apache-2.0

#include "CLinux.h"

#include <sys/ioctl.h>
#include <sys/syscall.h>

_Static_assert(clinux_path_only == O_PATH, "O_PATH needs _GNU_SOURCE, which a reader of the header lacks");

/// RENAME_NOREPLACE of renameat2(2).
enum { rename_no_replace = 1 };

int clinux_errno(void) { return errno; }

int clinux_open(int directory, const char *path, int flags, mode_t mode) {
  return openat(directory, path, flags | O_CLOEXEC, mode);
}

int clinux_duplicate(int descriptor) { return fcntl(descriptor, F_DUPFD_CLOEXEC, 0); }

int clinux_set_inherited(int descriptor, bool is_inherited) {
  return fcntl(descriptor, F_SETFD, is_inherited ? 0 : FD_CLOEXEC);
}

int clinux_terminal_columns(int descriptor) {
  struct winsize size;
  return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : -1;
}

int clinux_pipe(int *read_end, int *write_end, bool is_non_blocking) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC | (is_non_blocking ? O_NONBLOCK : 0)) != 0) return -1;
  *read_end = ends[0];
  *write_end = ends[1];
  return 0;
}

int clinux_rename_new(int directory, const char *old_name, const char *new_name) {
  // Not renameat2(3), which musl lacks.
  return (int)syscall(SYS_renameat2, directory, old_name, directory, new_name, rename_no_replace);
}
