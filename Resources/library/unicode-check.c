// SPDX-License-Identifier: Apache-2.0
//
// Compares the answers of unicode.c about all scalars with those of the compiler's library.

#include "unicode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Those of unicode.c, which is compiled with MESSNGR_CHECK.
bool small_isExtendedPictographic(uint32_t scalar);
uint8_t small_getGraphemeBreakProperty(uint32_t scalar);
bool small_isInCB_Consonant(uint32_t scalar);
uint32_t small_getComposition(uint32_t first, uint32_t second);
uint32_t small_getDecompositionEntry(uint32_t scalar);
uint16_t small_getNormData(uint32_t scalar);
uint64_t small_getBinaryProperties(uint32_t scalar);
uint8_t small_getGeneralCategory(uint32_t scalar);
int32_t small_getMapping(uint32_t scalar, uint8_t mapping);
const uint8_t *small_getSpecialMapping(uint32_t scalar, uint8_t mapping, size_t *length);
extern const uint8_t *const small_nfd_decompositions;

static void expect(bool is_same, const char *what, uint32_t scalar) {
  if (is_same) return;
  printf("%s of U+%04X differs\n", what, scalar);
  exit(1);
}

static void compare_decomposition(uint32_t scalar) {
  const uint8_t *theirs = decomposition(scalar), *ours = NULL;
  uint32_t entry = small_getDecompositionEntry(scalar);
  if ((entry & 0x3FFFF) == scalar) ours = small_nfd_decompositions + (entry >> 18);
  expect(!ours == !theirs && (!ours || memcmp(ours, theirs, 1 + *ours) == 0), "the decomposition", scalar);
}

static void compare_mappings(uint32_t scalar) {
  for (uint8_t kind = 0; kind < MAPPING_COUNT; kind++) {
    expect(small_getMapping(scalar, kind) == _swift_stdlib_getMapping(scalar, kind), "the mapping", scalar);
    size_t ours = 0, theirs = 0;
    const uint8_t *text = small_getSpecialMapping(scalar, kind, &ours);
    const uint8_t *wanted = _swift_stdlib_getSpecialMapping(scalar, kind, &theirs);
    expect(!text == !wanted && (!text || (ours == theirs && memcmp(text, wanted, ours) == 0)),
        "the special mapping", scalar);
  }
}

static size_t encode(uint32_t scalar, uint8_t *text) {
  size_t length = scalar < 0x80 ? 1 : scalar < 0x800 ? 2 : scalar < 0x10000 ? 3 : 4;
  static const uint8_t first[] = {0, 0, 0xC0, 0xE0, 0xF0};
  for (size_t index = length - 1; index > 0; index--, scalar >>= 6) text[index] = (uint8_t)(0x80 | (scalar & 0x3F));
  text[0] = (uint8_t)(first[length] | scalar);
  return length;
}

// same.c takes a scalar for its decomposition, and for no other one; and a mark for one that it changes places with.
static void compare_same(uint32_t scalar) {
  uint8_t text[16], ours[64], other[64], marks[] = {0xCC, 0xA7, 0xCC, 0x81};  // a cedilla and an acute accent
  if (scalar >= 0xD800 && scalar < 0xE000) return;
  if (!decomposition(scalar) && !combining_class(scalar) && scalar % 64 > 0) return;
  size_t length = encode(scalar, text);
  const uint8_t *theirs = decomposition(scalar);
  if (theirs) {
    expect(unicode_same(text, length, theirs + 1, *theirs), "the comparison with the decomposition", scalar);
    size_t rest = *theirs;
    while (rest > 0 && (theirs[rest--] & 0xC0) == 0x80) {}
    expect(!unicode_same(text, length, theirs + 1, rest), "the comparison with a part", scalar);
    expect(!unicode_same(theirs + 1, rest, text, length), "the comparison of a part", scalar);
  }
  // Between two marks, a third one counts as before or behind them by its class.
  memcpy(ours, "a", 1), memcpy(ours + 1, text, length), memcpy(ours + 1 + length, marks, 2);
  memcpy(other, "a", 1), memcpy(other + 1, marks, 2), memcpy(other + 3, text, length);
  uint32_t class = combining_class(scalar);
  expect(unicode_same(ours, length + 3, other, length + 3) == (class && class != 202) || theirs || scalar == 0x327,
      "the order of marks", scalar);
  expect(!unicode_same(text, length, (const uint8_t *)"a", 1) || scalar == 'a', "the comparison with a", scalar);
}

// The last scalar of UTF-8.
static uint32_t last_scalar(const uint8_t *text, int length) {
  int start = length - 1;
  while ((text[start] & 0xC0) == 0x80) start--;
  uint32_t scalar = text[start] < 0x80 ? text[start] : text[start] & (0x3F >> (length - start - 1));
  while (++start < length) scalar = scalar << 6 | (text[start] & 0x3F);
  return scalar;
}

static int compare_compositions(void) {
  static uint32_t firsts[8192], seconds[2048];
  int first_count = 0, second_count = 0, found = 0;
  for (uint32_t scalar = 0; scalar < SCALAR_COUNT; scalar++) {
    const uint8_t *text = decomposition(scalar);
    if (scalar < 0x80 || text) firsts[first_count++] = scalar;
    if (!text) continue;
    uint32_t last = last_scalar(text + 1, *text), begin = last_scalar(text + 1, 1 + (text[1] > 0x7F) + (text[1] > 0xDF) + (text[1] > 0xEF));
    for (int index = 0; index <= second_count; index++) {
      if (index == second_count) { seconds[second_count++] = last; break; }
      if (seconds[index] == last) break;
    }
    for (int index = 0; index <= first_count; index++) {
      if (index == first_count) { firsts[first_count++] = begin; break; }
      if (firsts[index] == begin) break;
    }
  }
  for (int x = 0; x < first_count; x++) {
    for (int y = 0; y < second_count; y++) {
      uint32_t wanted = _swift_stdlib_getComposition(firsts[x], seconds[y]);
      if (wanted == UINT32_MAX && (x * 31 + y) % 1024 != 0) continue;
      expect(small_getComposition(firsts[x], seconds[y]) == wanted, "the composition", firsts[x]);
      found += wanted != UINT32_MAX;
    }
  }
  return found;
}

int main(void) {
  uint64_t letter = _swift_stdlib_getBinaryProperties('a'), space = _swift_stdlib_getBinaryProperties(' ');
  uint64_t hyphen = _swift_stdlib_getBinaryProperties(0xAD), mask = 0;
  expect(space >> binary_properties[0] & ~letter >> binary_properties[0] & 1, "isWhitespace", ' ');
  expect(hyphen >> binary_properties[1] & ~space >> binary_properties[1] & 1, "isDefaultIgnorable", 0xAD);
  for (int index = 0; index < BINARY_PROPERTY_COUNT; index++) mask |= 1ull << binary_properties[index];
  for (uint32_t scalar = 0; scalar < SCALAR_COUNT; scalar++) {
#define COMPARE(name) expect(small_##name(scalar) == _swift_stdlib_##name(scalar), #name, scalar)
    COMPARE(isExtendedPictographic);
    COMPARE(getGraphemeBreakProperty);
    COMPARE(isInCB_Consonant);
    COMPARE(getNormData);
    expect(is_name_category(small_getGeneralCategory(scalar)) == is_name_category(_swift_stdlib_getGeneralCategory(scalar)),
        "the category", scalar);
    expect(small_getBinaryProperties(scalar) == (_swift_stdlib_getBinaryProperties(scalar) & mask),
        "the binary properties", scalar);
    compare_mappings(scalar);
    compare_decomposition(scalar);
    compare_same(scalar);
  }
  printf("%d scalars and %d compositions are those of the compiler's library\n", SCALAR_COUNT, compare_compositions());
  return 0;
}
