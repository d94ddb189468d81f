// SPDX-License-Identifier: Apache-2.0

#include "CLinux.h"

#include <malloc.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>

int clinux_process(pid_t process) { return (int)syscall(SYS_pidfd_open, process, 0); }

int clinux_signals(const sigset_t *signals) {
  return signalfd(-1, signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

int clinux_next_signal(int descriptor, bool *from_user) {
  struct signalfd_siginfo info;
  ssize_t size;
  do size = read(descriptor, &info, sizeof info);
  while (size < 0 && errno == EINTR);
  if (size != (ssize_t)sizeof info) return -1;
  // Above 0 the kernel has sent it: sigaction(2).
  *from_user = info.ssi_code <= 0;
  return (int)info.ssi_signo;
}

bool clinux_is_ignored(int signal) {
  struct sigaction action;
  return sigaction(signal, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

void clinux_ignore(int number) { signal(number, SIG_IGN); }

char **clinux_environment(void) { return environ; }

void clinux_trim_memory(void) {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

int clinux_file_limit(struct rlimit *limit) { return getrlimit(RLIMIT_NOFILE, limit); }

int clinux_set_file_limit(const struct rlimit *limit) { return setrlimit(RLIMIT_NOFILE, limit); }

int clinux_spinning_mutex(pthread_mutex_t *mutex) {
#ifdef __GLIBC__
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_ADAPTIVE_NP);
  int result = pthread_mutex_init(mutex, &attributes);
  pthread_mutexattr_destroy(&attributes);
  return result;
#else
  return pthread_mutex_init(mutex, NULL);
#endif
}
