// SPDX-License-Identifier: Apache-2.0
// What the programs beside it share: a clock, medians, processes, and a message with its receipt.

#ifndef BENCH_H
#define BENCH_H

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

/// The text of every message that is sent.
#define BENCH_TEXT "Nightly backup of /srv finished: 41 GB in 12 minutes, 0 errors."

/// How many messages of one sender are on their way at most.
#define BENCH_WINDOW 64

/// Seconds between two messages of which only the time of each is measured.
#define BENCH_PAUSE 0.01

__attribute__((noreturn, format(printf, 1, 2)))
static inline void die(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fputs("bench: ", stderr);
  vfprintf(stderr, format, arguments);
  fputc('\n', stderr);
  va_end(arguments);
  exit(1);
}

/// Seconds since some time in the past.
static inline double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static inline void pause_for(double seconds) {
  struct timespec time = {(time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9)};
  nanosleep(&time, NULL);
}

static inline int compare_doubles(const void *left, const void *right) {
  const double *a = left, *b = right;
  return (*a > *b) - (*a < *b);
}

static inline double median(double *values, size_t count) {
  qsort(values, count, sizeof *values, compare_doubles);
  return count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

static inline long number(const char *text) {
  char *end;
  errno = 0;
  long value = strtol(text, &end, 10);
  if (errno || end == text || *end || value < 0) die("not a number: %s", text);
  return value;
}

// Commands: what stands between two `--` of an argument list.

#define BENCH_COMMANDS 8

struct command {
  char **words;
  double *values;
};

/// Splits arguments, of which the first is `--`, at each `--`.
static inline size_t split_commands(char **arguments, struct command *commands, size_t runs) {
  size_t count = 0;
  for (char **word = arguments; *word; word++) {
    if (strcmp(*word, "--") != 0) continue;
    if (count == BENCH_COMMANDS) die("too many commands");
    *word = NULL;
    commands[count].words = word + 1;
    commands[count].values = calloc(runs, sizeof(double));
    if (!commands[count++].values) die("no memory");
  }
  for (size_t index = 0; index < count; index++) {
    if (!commands[index].words[0]) die("a command is empty");
  }
  if (count == 0) die("no command");
  return count;
}

/// Starts a command; {} in it stands for `run`. Its output is dropped, its complaints are not.
static inline pid_t start(char **words, long run) {
  char digits[24], *spelled[64];
  snprintf(digits, sizeof digits, "%ld", run);
  size_t count = 0;
  for (; words[count]; count++) {
    if (count + 1 == sizeof spelled / sizeof *spelled) die("too many words: %s", words[0]);
    char *place = strstr(words[count], "{}");
    if (!place) {
      spelled[count] = words[count];
    } else if (asprintf(&spelled[count], "%.*s%s%s", (int)(place - words[count]), words[count],
                        digits, place + 2) < 0) {
      die("no memory");
    }
  }
  spelled[count] = NULL;
  static posix_spawn_file_actions_t actions;
  static bool is_ready;
  if (!is_ready) {
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    is_ready = true;
  }
  pid_t child;
  int error = posix_spawnp(&child, words[0], &actions, NULL, spelled, environ);
  if (error) die("%s: %s", words[0], strerror(error));
  for (size_t index = 0; index < count; index++) {
    if (spelled[index] != words[index]) free(spelled[index]);
  }
  return child;
}

static inline void await_success(pid_t child, const char *name) {
  int status;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) die("waitpid: %s", strerror(errno));
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    die("%s failed (status %d)", name, WIFEXITED(status) ? WEXITSTATUS(status) : -1);
  }
}

// Messages.

/// The address of a Unix socket.
static inline struct sockaddr_un unix_address(const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (strlen(path) >= sizeof address.sun_path) die("too long for a socket: %s", path);
  memcpy(address.sun_path, path, strlen(path));
  return address;
}

/// Opens a mailslot, or any Unix datagram socket, for writing.
static inline int open_slot(const char *path) {
  struct sockaddr_un address = unix_address(path);
  int slot = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (slot < 0 || connect(slot, (struct sockaddr *)&address, sizeof address) != 0) {
    die("%s: %s", path, strerror(errno));
  }
  return slot;
}

/// The recipient of every message that is sent.
static const char *bench_recipient = "bench";

/// Writes a message that asks for a receipt; returns its size.
static inline size_t write_message(char *bytes, size_t capacity, uint64_t high, uint64_t low) {
  int size = snprintf(bytes, capacity,
                      "BENCH%c%s%c" BENCH_TEXT "%cmessngr=1%cid=%016llx%016llx%creceipt=stored%c",
                      0, bench_recipient, 0, 0, 0, (unsigned long long)high, (unsigned long long)low, 0, 0);
  if (size < 0 || (size_t)size >= capacity) die("the message is too long");
  return (size_t)size;
}

/// Sends a message and one end of a pair of sockets with it; returns the other end, or -1.
static inline int send_message(int socket, const char *bytes, size_t size) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
    die("socketpair: %s", strerror(errno));
  }
  union { struct cmsghdr header; char bytes[CMSG_SPACE(sizeof(int))]; } control = {0};
  struct iovec payload = {(void *)bytes, size};
  struct msghdr message = {
    .msg_iov = &payload, .msg_iovlen = 1,
    .msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
  struct cmsghdr *header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof(int));
  memcpy(CMSG_DATA(header), &ends[1], sizeof(int));
  ssize_t sent = sendmsg(socket, &message, MSG_NOSIGNAL);
  close(ends[1]);
  if (sent == (ssize_t)size) return ends[0];
  close(ends[0]);
  return -1;
}

/// Waits for a receipt and closes its socket; whether the message is stored.
static inline bool await_receipt(int socket) {
  char bytes[256];
  ssize_t size = recv(socket, bytes, sizeof bytes, 0);
  close(socket);
  // The first state is "stored" from an agent, and "queued" from a relay; both are on its disk.
  static const char state[] = "messngr-receipt=1\0state=";
  return size >= (ssize_t)sizeof state && memcmp(bytes, state, sizeof state - 1) == 0;
}

#endif
