// SPDX-License-Identifier: Apache-2.0
// agents MAILSLOT RUNS -- COMMAND...
//
// Starts an agent and sends it a message as soon as it can be reached, RUNS times. Prints the median
// time from posix_spawn to the receipt, in milliseconds.

#include "bench.h"

/// Sends a message; whether it was stored.
static bool send_first(const char *mailslot, long run) {
  struct sockaddr_un address = unix_address(mailslot);
  int slot = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0), receipt = -1;
  if (slot < 0) die("socket: %s", strerror(errno));
  if (connect(slot, (struct sockaddr *)&address, sizeof address) == 0) {
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    char bytes[512];
    uint64_t high = (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
    size_t size = write_message(bytes, sizeof bytes, high, (uint64_t)run);
    receipt = send_message(slot, bytes, size);
  }
  close(slot);
  return receipt >= 0 && await_receipt(receipt);
}

int main(int count, char **arguments) {
  if (count < 5) die("usage: agents MAILSLOT RUNS -- COMMAND...");
  size_t runs = (size_t)number(arguments[2]);
  struct command command;
  if (split_commands(arguments + 3, &command, runs) != 1) die("one command");
  for (size_t run = 0; run < runs; run++) {
    double begin = now();
    pid_t agent = start(command.words, (long)run);
    while (!send_first(arguments[1], (long)run)) {
      int status;
      if (waitpid(agent, &status, WNOHANG) != 0) die("%s did not start", command.words[0]);
      if (now() - begin > 30) {
        kill(agent, SIGKILL);
        die("%s took no message", command.words[0]);
      }
      pause_for(0.0002);
    }
    command.values[run] = now() - begin;
    kill(agent, SIGTERM);
    await_success(agent, command.words[0]);
  }
  printf("%.1f\n", median(command.values, runs) * 1e3);
}
