// SPDX-License-Identifier: Apache-2.0
//
// What the tests of libmessngr in C share.

#include <dirent.h>
#include <messngr.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static inline void expect(const char *what, long value, long wanted) {
  if (value == wanted) return;
  fprintf(stderr, "%s: %ld, not %ld\n", what, value, wanted);
  _exit(1);
}

// How many entries a directory of /proc has: descriptors or threads of this process.
static inline int count(const char *path) {
  DIR *directory = opendir(path);
  int entries = 0;
  while (directory && readdir(directory)) entries++;
  if (directory) closedir(directory);
  return entries;
}

static inline const char *user_name(void) { return getpwuid(getuid())->pw_name; }

// The account of a service, which every Debian has.
#define OTHER_USER "daemon"
