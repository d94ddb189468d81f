// SPDX-License-Identifier: Apache-2.0
//
// Whether two texts in UTF-8 are the same to a reader: é as one scalar, and as a letter with an accent. libmessngr
// compares all strings with this, same.swift: in a sixth of the room that the library of Embedded Swift takes.

#include "unicode.h"

#include "same-tables.h"

// The most scalars that are brought into their order at once: the longest character in use has ten.
enum { SEGMENT = 64 };

static uint32_t take_number(const uint8_t **bytes) {
  uint32_t number = 0;
  int shift = 0;
  do number |= (uint32_t)(**bytes & 0x7F) << shift, shift += 7;
  while (*(*bytes)++ & 0x80);
  return number;
}

// The canonical combining class of a scalar.
static uint32_t class_of(uint32_t scalar) {
  if (scalar < 0x300) return 0;
  const uint8_t *runs = classes;
  for (uint32_t end = 0;;) {
    uint32_t run = take_number(&runs);
    end += (run >> 6) + 1;
    if (scalar < end) return class_values[run & 63];
  }
}

// Replaces a scalar with the first half of its decomposition, and returns the second half; 0 for none.
static uint32_t split(uint32_t *scalar, bool *is_split) {
  uint32_t syllable = *scalar - 0xAC00, number = 0, half = 0;
  *is_split = true;
  if (syllable < 11172) {
    uint32_t tail = syllable % 28;
    if (tail) return *scalar -= tail, 0x11A7 + tail;
    return *scalar = 0x1100 + syllable / 588, 0x1161 + syllable % 588 / 28;
  }
  for (const uint8_t *next = halves; *scalar >= 0xC0 && number <= *scalar;) {
    uint32_t head = take_number(&next), length = take_number(&next);
    for (number += head >> 1; length > 0 && number <= *scalar; length--, number++) {
      uint32_t change = take_number(&next), second = head & 1 ? (uint32_t)second_halves[*next++] : 0;
      half += change & 1 ? ~(change >> 1) : change >> 1;
      if (number == *scalar) return *scalar = half, second;
    }
  }
  *is_split = false;
  return 0;
}

struct segment {
  const uint8_t *next, *end;
  uint32_t scalars[SEGMENT], classes[SEGMENT];
  int count, taken;
};

static void add(struct segment *segment, uint32_t scalar) {
  bool is_split;
  uint32_t second = split(&scalar, &is_split);
  if (is_split) {
    add(segment, scalar);
    if (second) add(segment, second);
    return;
  }
  uint32_t class = class_of(scalar);
  int place = segment->count++;
  for (; class && place > 0 && segment->classes[place - 1] > class; place--) {
    segment->classes[place] = segment->classes[place - 1];
    segment->scalars[place] = segment->scalars[place - 1];
  }
  segment->classes[place] = class;
  segment->scalars[place] = scalar;
}

// The text is UTF-8 without an error, as that of all strings.
static uint32_t decode(const uint8_t *text, const uint8_t **next) {
  uint32_t scalar = *text++;
  if (scalar >= 0xC0) {
    int rest = scalar < 0xE0 ? 1 : scalar < 0xF0 ? 2 : 3;
    scalar &= 0x3Fu >> rest;
    while (rest-- > 0) scalar = scalar << 6 | (*text++ & 0x3F);
  }
  *next = text;
  return scalar;
}

// Takes the next scalar, with all behind it whose order does not count.
static void take(struct segment *segment) {
  segment->count = segment->taken = 0;
  // The longest decomposition has four scalars.
  while (segment->next < segment->end && segment->count <= SEGMENT - 4) {
    const uint8_t *next;
    uint32_t scalar = decode(segment->next, &next), first = scalar;
    for (bool is_split = segment->count > 0; is_split;) split(&first, &is_split);
    if (segment->count > 0 && class_of(first) == 0) break;
    add(segment, scalar);
    segment->next = next;
  }
}

// The next scalar of the decomposed text; SCALAR_COUNT behind the last one.
static uint32_t next_scalar(struct segment *segment) {
  if (segment->taken == segment->count) take(segment);
  return segment->taken < segment->count ? segment->scalars[segment->taken++] : SCALAR_COUNT;
}

bool unicode_same(const uint8_t *left, size_t left_count, const uint8_t *right, size_t right_count) {
  struct segment a = {.next = left, .end = left + left_count}, b = {.next = right, .end = right + right_count};
  uint32_t ours, theirs;
  do ours = next_scalar(&a), theirs = next_scalar(&b);
  while (ours == theirs && ours < SCALAR_COUNT);
  return ours == theirs;
}
