// SPDX-License-Identifier: Apache-2.0
//
// What a C library needs that keeps no state of its own.

#include "CLinux.h"

// Without a call of the dynamic linker, which would be one more library to need.
static _Thread_local __attribute__((tls_model("initial-exec"))) uint32_t last_code;

uint32_t clinux_last_code(void) { return last_code; }

void clinux_set_last_code(uint32_t code) { last_code = code; }

const char *clinux_secure_variable(const char *name) { return secure_getenv(name); }

// Locks a file for this call alone: a lock belongs to an open file, so each call opens it again. Without
// /proc or a free descriptor there is no lock, and only one thread at a time may read.
static int lock_again(int lock) {
  char path[32];
  snprintf(path, sizeof path, "/proc/self/fd/%d", lock);
  int own = open(path, O_RDWR | O_CLOEXEC);
  if (own < 0) return -1;
  struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  while (fcntl(own, F_OFD_SETLKW, &whole) != 0 && errno == EINTR) {}
  return own;
}

static int unlock_again(int own, int result) {
  int failure = errno;
  if (own >= 0) close(own);
  errno = failure;
  return result;
}

static void peek_at(int socket, int offset) {
  setsockopt(socket, SOL_SOCKET, SO_PEEK_OFF, &offset, sizeof offset);
}

int clinux_take_packet(int socket, int lock, void *buffer, size_t capacity, size_t *size) {
  int own = lock_again(lock);
  // A process that ended while it counted may have left an offset.
  peek_at(socket, -1);
  ssize_t next = clinux_next_size(socket);
  if (next < 0) return unlock_again(own, -1);
  *size = (size_t)next;
  if (*size > capacity) {
    errno = EMSGSIZE;
    return unlock_again(own, -1);
  }
  return unlock_again(own, recv(socket, buffer, capacity, MSG_DONTWAIT) < 0 ? -1 : 0);
}

int clinux_count_packets(int socket, int lock, ssize_t *next) {
  int own = lock_again(lock);
  peek_at(socket, -1);
  *next = clinux_next_size(socket);
  if (*next < 0) return unlock_again(own, errno == EAGAIN ? 0 : -1);
  // The kernel passes over an empty packet that was looked at before, as the first one was now.
  int count = *next == 0 ? 1 : 0, offset = 0;
  ssize_t size;
  do {
    peek_at(socket, offset);
    size = clinux_next_size(socket);
    if (size >= 0) {
      count++;
      offset += (int)size;
    }
  } while (size >= 0);
  peek_at(socket, -1);
  return unlock_again(own, count);
}
