// SPDX-License-Identifier: Apache-2.0
//
// The first calls of a process, which make the global values of Swift: by several threads at once, and in a child that
// is forked in the midst of one. Each round is a process of its own.

#define _GNU_SOURCE
#include "check.h"

#include <dlfcn.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>

enum { THREADS = 8, ROUNDS = 50, CALLS = 2, MOST = 4096 };

// The sizes of the allocations of each call in one process, told to its parent.
static struct {
  int count[CALLS];
  size_t sizes[CALLS][MOST];
} *told;

// The allocation with which a first call makes a value, and what happens there.
static int value_at = -1;
static bool forks;

static atomic_int allocations, waiting;
static atomic_bool is_there, may_go_on;
static _Thread_local int own_allocations;

// The library allocates with this function, in the midst of making a value as well.
int posix_memalign(void **memory, size_t alignment, size_t size) {
  static _Atomic(int (*)(void **, size_t, size_t)) next;
  if (!next) next = (int (*)(void **, size_t, size_t))dlsym(RTLD_NEXT, "posix_memalign");
  if (told && value_at < 0 && allocations < MOST) {
    int call = told->count[0] > 0;
    told->sizes[call][allocations] = size;
  }
  allocations++;
  if (own_allocations++ == value_at) {
    is_there = true;
    // Others need the value meanwhile.
    if (!forks) nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL);
    while (forks && !may_go_on) sched_yield();
  }
  return next(memory, alignment, size);
}

// A long name is hashed, and the constants of the hash are a global value.
static void call(void) {
  char name[200] = "\\\\.\\mailslot\\";
  memset(name + strlen(name), 'a', 180);
  HANDLE slot = CreateFileA(name, GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
  expect("no such mailslot", slot == INVALID_HANDLE_VALUE, 1);
  expect("its code", GetLastError(), ERROR_FILE_NOT_FOUND);
}

static void *run(void *unused) {
  (void)unused;
  for (waiting--; waiting > 0;) sched_yield();
  call();
  return NULL;
}

// Runs a round in a process of its own.
static void in_child(void (*round)(void)) {
  int status;
  pid_t child = fork();
  if (child == 0) {
    alarm(10);
    round();
    _exit(0);
  }
  expect("the child", waitpid(child, &status, 0), child);
  expect("the child's status", status, 0);
}

static void tell_allocations(void) {
  for (int number = 0; number < CALLS; number++) {
    allocations = 0;
    call();
    told->count[number] = allocations;
  }
}

static void start(pthread_t *threads, int count) {
  waiting = count;
  for (int thread = 0; thread < count; thread++)
    expect("a thread", pthread_create(&threads[thread], NULL, run, NULL), 0);
}

// A value that two threads make takes more allocations.
static void call_in_threads(void) {
  pthread_t threads[THREADS];
  start(threads, THREADS);
  for (int thread = 0; thread < THREADS; thread++) pthread_join(threads[thread], NULL);
  expect("allocations of all threads", allocations, told->count[0] + (THREADS - 1) * told->count[1]);
}

static void call_after_fork(void) {
  value_at = MOST;
  call();
}

static void fork_in_call(void) {
  pthread_t thread;
  forks = true;
  start(&thread, 1);
  while (!is_there) sched_yield();
  in_child(call_after_fork);
  may_go_on = true;
  pthread_join(thread, NULL);
}

int main(void) {
  told = mmap(NULL, sizeof *told, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  expect("shared memory", told == MAP_FAILED, 0);
  in_child(tell_allocations);
  expect("a value of the first call", told->count[0], told->count[1] + 1);
  for (value_at = 0; told->sizes[0][value_at] == told->sizes[1][value_at];) value_at++;
  for (int round = 0; round < ROUNDS; round++) in_child(call_in_threads);
  in_child(fork_in_call);
  return 0;
}
