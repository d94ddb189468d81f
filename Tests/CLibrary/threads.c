// SPDX-License-Identifier: Apache-2.0
//
// Eight threads send at once, while the process starts children that send as well. It needs an agent of the user who
// runs it.

#include "check.h"

#include <pthread.h>
#include <sys/wait.h>

enum { THREADS = 8, MESSAGES = 40, CHILDREN = 20 };

// Found before the first fork: a child must not call getpwuid(3).
static const char *user;

static char identifiers[THREADS * MESSAGES][33];

static struct msgr_outcome send_one(const char *to) {
  struct msgr_request request = {.size = sizeof request, .to = to, .text = "from a thread"};
  struct msgr_outcome outcome = {.size = sizeof outcome};
  msgr_send(&request, &outcome);
  return outcome;
}

static void *run(void *argument) {
  int thread = (int)(intptr_t)argument;
  for (int number = 0; number < MESSAGES; number++) {
    struct msgr_outcome outcome = send_one(user);
    expect(outcome.reason, outcome.code, NERR_Success);
    expect("the state", outcome.state, MSGR_STORED);
    memcpy(identifiers[thread * MESSAGES + number], outcome.id, sizeof outcome.id);
    // Each thread has its own code.
    if (thread % 2) expect("no such name", send_one("no-such-name-here").code, NERR_NameNotFound);
    if (thread % 2) expect("the code", GetLastError(), NERR_NameNotFound);
    else expect("no code", GetLastError(), 0);
  }
  return NULL;
}

// A lock that a thread held at the fork would block the child for ever.
static void send_from_child(void) {
  pid_t child = fork();
  if (child == 0) {
    alarm(10);
    struct msgr_outcome outcome = send_one(user);
    HANDLE slot = CreateMailslotA("\\\\.\\mailslot\\cthreads", 0, 0, NULL);
    _exit(outcome.code == 0 && slot != INVALID_HANDLE_VALUE && CloseHandle(slot) ? 0 : 1);
  }
  int status;
  expect("the child", waitpid(child, &status, 0), child);
  expect("its status", status, 0);
}

static int compare(const void *left, const void *right) { return strcmp(left, right); }

int main(void) {
  user = strdup(user_name());
  int before = count("/proc/self/fd");
  pthread_t threads[THREADS];
  for (int thread = 0; thread < THREADS; thread++)
    expect("a thread", pthread_create(&threads[thread], NULL, run, (void *)(intptr_t)thread), 0);
  for (int child = 0; child < CHILDREN; child++) send_from_child();
  for (int thread = 0; thread < THREADS; thread++) pthread_join(threads[thread], NULL);
  qsort(identifiers, THREADS * MESSAGES, sizeof identifiers[0], compare);
  for (int number = 1; number < THREADS * MESSAGES; number++)
    expect("one identifier twice", strcmp(identifiers[number - 1], identifiers[number]) == 0, 0);
  expect("descriptors", count("/proc/self/fd"), before);
  expect("threads", count("/proc/self/task"), 3);
  return 0;
}
