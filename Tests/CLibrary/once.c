// SPDX-License-Identifier: Apache-2.0
//
// A child makes a global value of Swift that a thread of its parent had begun to make.

#include "../../Resources/library/once.c"

#include "check.h"

static void make(void *count) { ++*(int *)count; }

int main(void) {
  int made = 0;
  intptr_t token = 0;
  swift_once(&token, make, &made);
  swift_once(&token, make, &made);
  expect("a new value", made, 1);
  token = getppid();
  swift_once(&token, make, &made);
  expect("a value that another process had begun", made, 2);
  expect("it is there", token, -1);
  return 0;
}
