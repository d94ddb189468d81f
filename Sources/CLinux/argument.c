// SPDX-License-Identifier: Apache-2.0

#include "CLinux.h"

// In CStart, which the programs link, and the library Mailslots does not.
__attribute__((weak)) const char *cstart_argument(int index);

const char *clinux_argument(int index) {
  return cstart_argument ? cstart_argument(index) : NULL;
}
