// SPDX-License-Identifier: Apache-2.0

#include "CStart.h"

#include <stdlib.h>
#include <unistd.h>

static int argument_count;
static char **arguments;

static void keep(int count, char **words) {
  argument_count = count;
  arguments = words;
}

#ifdef CSTART_WITHOUT_RUNTIME

// The linker puts this function in the place of main(), and calls that of the program cstart_program:
// Package.swift. A constructor does not do: musl gives it no arguments.
int cstart_program(int count, char **words);

int cstart_main(int count, char **words) {
  keep(count, words);
  return cstart_program(count, words);
}

#else

// Runs before the Swift code: glibc gives each constructor the arguments of main().
__attribute__((constructor(101))) static void start(int count, char **words) {
  keep(count, words);
  // At the start Swift's runtime looks for its tools. Without /proc it finds no path to begin with, and
  // ends the process, unless SWIFT_ROOT has one.
  if (access("/proc/self/exe", F_OK) != 0) setenv("SWIFT_ROOT", "/", 0);
}

#endif

const char *cstart_argument(int index) {
  return index >= 0 && index < argument_count ? arguments[index] : NULL;
}
