// SPDX-License-Identifier: Apache-2.0
// heap-check
//
// Checks Sources/CStart/heap.c, which is linked into this program in the place of the C library's malloc(3): pieces of
// all kinds and sizes, in four threads, keep their bytes, do not overlap, and are in use again after free().

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { thread_count = 4, piece_count = 200, round_count = 200000 };

static void require(bool is_true, const char *what) {
  if (is_true) return;
  fprintf(stderr, "heap-check: %s\n", what);
  _exit(1);
}

struct piece {
  unsigned char *bytes;
  size_t size;
  unsigned char mark;
};

static uint32_t next_number(uint32_t *state) {
  *state ^= *state << 13, *state ^= *state >> 17, *state ^= *state << 5;
  return *state;
}

static size_t any_size(uint32_t *state) {
  uint32_t number = next_number(state);
  if (number % 100 == 0) return next_number(state) % 300000;
  if (number % 10 == 0) return next_number(state) % 10000;
  return next_number(state) % 300;
}

static void check(const struct piece *piece) {
  for (size_t index = 0; index < piece->size; index++) {
    require(piece->bytes[index] == piece->mark, "a piece lost its bytes");
  }
}

static void fill(struct piece *piece, uint32_t *state) {
  require(piece->bytes != NULL, "there was no memory");
  require((uintptr_t)piece->bytes % 16 == 0, "a piece is not aligned");
  piece->mark = (unsigned char)next_number(state);
  memset(piece->bytes, piece->mark, piece->size);
}

static void *use(void *seed) {
  static _Thread_local struct piece pieces[piece_count];
  uint32_t state = *(uint32_t *)seed;
  for (int round = 0; round < round_count; round++) {
    struct piece *piece = &pieces[next_number(&state) % piece_count];
    size_t size = any_size(&state), kept = size < piece->size ? size : piece->size;
    check(piece);
    switch (next_number(&state) % 4) {
    case 0:
      free(piece->bytes);
      *piece = (struct piece){malloc(size), size, 0};
      break;
    case 1:
      free(piece->bytes);
      *piece = (struct piece){calloc(size, 1), size, 0};
      check(piece);
      break;
    case 2:
      piece->bytes = realloc(piece->bytes, size);
      piece->size = kept;
      check(piece);
      piece->size = size;
      break;
    default: {
      size_t alignment = (size_t)16 << next_number(&state) % 9;
      free(piece->bytes);
      void *memory = NULL;
      require(posix_memalign(&memory, alignment, size) == 0, "there was no aligned memory");
      require((uintptr_t)memory % alignment == 0, "a piece is not aligned as it was asked for");
      *piece = (struct piece){memory, size, 0};
    }
    }
    fill(piece, &state);
  }
  return NULL;
}

int main(void) {
  // Not constants, or the compiler would know the answers.
  volatile size_t huge = SIZE_MAX, half = SIZE_MAX / 2 + 1, small = 40, large = 300000;
  size_t sizes[] = {huge, half, huge - 16};
  for (int index = 0; index < 3; index++) {
    errno = 0;
    require(malloc(sizes[index]) == NULL && errno == ENOMEM, "malloc() gave more than there is");
    require(aligned_alloc(64, sizes[index]) == NULL, "aligned_alloc() gave more than there is");
  }
  require(calloc(half, 3) == NULL, "calloc() gave less than was asked for");
  free(NULL);
  void *first = malloc(small);
  free(first);
  void *second = malloc(small);
  require(first == second, "a free piece is not in use again");
  free(second);
  errno = EBADF;
  free(malloc(large));
  require(errno == EBADF, "free() changed errno");

  pthread_t threads[thread_count];
  uint32_t seeds[thread_count];
  for (uint32_t index = 0; index < thread_count; index++) {
    seeds[index] = 1 + index;
    require(pthread_create(&threads[index], NULL, use, &seeds[index]) == 0, "no thread");
  }
  for (int index = 0; index < thread_count; index++) pthread_join(threads[index], NULL);
}
