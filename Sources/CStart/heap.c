// SPDX-License-Identifier: Apache-2.0
//
// malloc(3) of the two programs that are built as Embedded Swift. They live for a moment and ask for some hundred
// small pieces: musl's takes 70,000 instructions and eight calls of the system for that, this one 5,000 and none.
//
// A piece that is free waits in the list of its size. Free pieces do not grow together again, so the heap is at most
// as large as the most that was in use of each size. Large pieces come from the kernel, and go back to it.

#ifdef CSTART_WITHOUT_RUNTIME

#include <errno.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

// What stands before each piece that the program has.
struct piece {
  // Where the piece begins, which is further below for an alignment of more than 16 bytes.
  struct piece *start;
  // Its size from there on, with this header: a size of a list, or larger.
  size_t size;
};
_Static_assert(sizeof(struct piece) == 16, "malloc() aligns to 16 bytes");

// Sizes of the lists: multiples of 16 bytes up to 1 KiB, then powers of two up to 128 KiB.
enum { step = 16, step_limit = 1024, list_limit = 128 * 1024, list_count = 64 + 7, region_size = 1024 * 1024 };

// A free piece has the next one of its list in `start`.
static struct piece *lists[list_count];
static atomic_bool is_locked;

// Memory that was never in use. The kernel gives a page of it at the first touch.
static char first_region[64 * 1024] __attribute__((aligned(16), section(".bss.heap")));
static char *rest = first_region;
static size_t rest_size = sizeof first_region;

// A thread has the lock for some ten instructions. A mutex would take as many as all the rest here.
static void lock(void) {
  while (atomic_exchange_explicit(&is_locked, true, memory_order_acquire)) sched_yield();
}

static void unlock(void) { atomic_store_explicit(&is_locked, false, memory_order_release); }

// The list of the smallest pieces that have `size` bytes, which becomes theirs.
static size_t list_of(size_t *size) {
  if (*size <= step_limit) {
    *size = (*size + step - 1) / step * step;
    return *size / step - 1;
  }
  size_t list = step_limit / step, power = 2 * step_limit;
  for (; power < *size; power *= 2) list++;
  *size = power;
  return list;
}

static void *map(size_t size) {
  void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return memory == MAP_FAILED ? NULL : memory;
}

// Takes a new piece; the caller has the lock. What is left of a region is lost, which is no touched page.
static struct piece *cut(size_t size) {
  if (rest_size < size) {
    char *region = map(region_size);
    if (!region) return NULL;
    rest = region;
    rest_size = region_size;
  }
  struct piece *piece = (struct piece *)rest;
  rest += size;
  rest_size -= size;
  return piece;
}

static struct piece *take(size_t size) {
  struct piece *piece;
  if (size > list_limit) {
    piece = map(size);
  } else {
    size_t list = list_of(&size);
    lock();
    piece = lists[list];
    if (piece) lists[list] = piece->start;
    else piece = cut(size);
    unlock();
  }
  if (!piece) return NULL;
  *piece = (struct piece){piece, size};
  return piece;
}

// The bytes of a new piece for the program; NULL with ENOMEM.
static void *bytes_of(struct piece *piece) {
  if (piece) return piece + 1;
  errno = ENOMEM;
  return NULL;
}

void *malloc(size_t size) {
  return bytes_of(size <= PTRDIFF_MAX ? take(size + sizeof(struct piece)) : NULL);
}

void free(void *memory) {
  if (!memory) return;
  struct piece *piece = ((struct piece *)memory - 1)->start;
  size_t size = ((struct piece *)memory - 1)->size;
  if (size > list_limit) {
    int code = errno;
    munmap(piece, size);
    errno = code;
    return;
  }
  size_t list = list_of(&size);
  lock();
  piece->start = lists[list];
  lists[list] = piece;
  unlock();
}

void *calloc(size_t count, size_t size) {
  size_t bytes;
  bool fits = !__builtin_mul_overflow(count, size, &bytes) && bytes <= PTRDIFF_MAX;
  // Not malloc(): the compiler takes it and memset() for calloc().
  void *memory = bytes_of(fits ? take(bytes + sizeof(struct piece)) : NULL);
  return memory ? memset(memory, 0, bytes) : NULL;
}

void *realloc(void *memory, size_t size) {
  if (!memory) return malloc(size);
  struct piece *piece = (struct piece *)memory - 1;
  size_t room = piece->size - (size_t)((char *)memory - (char *)piece->start);
  if (size <= room) return memory;
  void *larger = malloc(size);
  if (!larger) return NULL;
  memcpy(larger, memory, room);
  free(memory);
  return larger;
}

void *aligned_alloc(size_t alignment, size_t size) {
  if (alignment <= sizeof(struct piece)) return malloc(size);
  bool fits = size <= PTRDIFF_MAX / 2 && alignment <= PTRDIFF_MAX / 2;
  struct piece *piece = fits ? take(size + alignment + sizeof *piece) : NULL;
  if (!piece) return bytes_of(NULL);
  struct piece *aligned = (struct piece *)(((uintptr_t)(piece + 1) + alignment - 1) & -alignment) - 1;
  *aligned = (struct piece){piece->start, piece->size};
  return aligned + 1;
}

int posix_memalign(void **memory, size_t alignment, size_t size) {
  *memory = aligned_alloc(alignment, size);
  return *memory ? 0 : ENOMEM;
}

#endif
