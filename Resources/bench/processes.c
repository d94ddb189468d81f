// SPDX-License-Identifier: Apache-2.0
// processes RUNS FIRST -- COMMAND... [-- COMMAND...]...
//
// Runs the commands in turns, RUNS times each, and prints for each the median time from posix_spawn
// to waitpid, in milliseconds. {} in a command is the number of the run, from FIRST on.

#include "bench.h"

int main(int count, char **arguments) {
  if (count < 5) die("usage: processes RUNS FIRST -- COMMAND... [-- COMMAND...]...");
  size_t runs = (size_t)number(arguments[1]);
  long first = number(arguments[2]);
  struct command commands[BENCH_COMMANDS];
  size_t command_count = split_commands(arguments + 3, commands, runs);
  for (size_t run = 0; run < runs; run++) {
    for (size_t index = 0; index < command_count; index++) {
      double begin = now();
      pid_t child = start(commands[index].words, first + (long)run);
      await_success(child, commands[index].words[0]);
      commands[index].values[run] = now() - begin;
    }
  }
  for (size_t index = 0; index < command_count; index++) {
    printf("%.3f\n", median(commands[index].values, runs) * 1e3);
  }
}
