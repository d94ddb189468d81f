// SPDX-License-Identifier: Apache-2.0
// faults RUNS -- COMMAND... [-- COMMAND...]...
//
// Runs the commands in turns, RUNS times each, and prints for each the median number of page faults that need no
// disk; getrusage(2).

#include <sys/resource.h>

#include "bench.h"

int main(int count, char **arguments) {
  if (count < 4) die("usage: faults RUNS -- COMMAND... [-- COMMAND...]...");
  size_t runs = (size_t)number(arguments[1]);
  struct command commands[BENCH_COMMANDS];
  size_t command_count = split_commands(arguments + 2, commands, runs);
  long before = 0;
  for (size_t run = 0; run < runs; run++) {
    for (size_t index = 0; index < command_count; index++) {
      struct rusage usage;
      await_success(start(commands[index].words, (long)run), commands[index].words[0]);
      // Those of all children so far.
      if (getrusage(RUSAGE_CHILDREN, &usage) != 0) die("getrusage: %s", strerror(errno));
      commands[index].values[run] = (double)(usage.ru_minflt - before);
      before = usage.ru_minflt;
    }
  }
  for (size_t index = 0; index < command_count; index++) {
    printf("%.0f\n", median(commands[index].values, runs));
  }
}
