// SPDX-License-Identifier: Apache-2.0
//
// What Embedded Swift asks about a scalar, in a quarter of the room that the compiler's tables take: those are
// 120 KB. unicode-tables.c writes the tables from the compiler's when netsend, mailslot and libmessngr are built,
// and unicode-check.c compares the answers for all scalars.

#include "unicode.h"

#include "unicode-tables.h"

// NFC_Quick_Check of a scalar is yes.
static bool composes(uint32_t scalar);

static uint64_t take_number(const uint8_t **bytes) {
  uint64_t number = 0;
  int shift = 0;
  do number |= (uint64_t)(**bytes & 0x7F) << shift, shift += 7;
  while (*(*bytes)++ & 0x80);
  return number;
}

// The value of the run that holds a scalar. The runs cover all scalars.
static uint32_t find(const uint8_t *runs, int bits, uint32_t scalar) {
  for (uint64_t start = 0;;) {
    uint64_t run = take_number(&runs);
    start += (run >> bits) + 1;
    if (scalar < start) return run & ((1u << bits) - 1);
  }
}

bool _swift_stdlib_isExtendedPictographic(uint32_t scalar) {
  return find(pictographics, pictographics_bits, scalar);
}

uint8_t _swift_stdlib_getGraphemeBreakProperty(uint32_t scalar) {
  uint32_t property = find(break_properties, break_properties_bits, scalar);
  return property == 15 ? 0xFF : (uint8_t)property;
}

bool _swift_stdlib_isInCB_Consonant(uint32_t scalar) { return find(consonants, consonants_bits, scalar); }

uint8_t _swift_stdlib_getGeneralCategory(uint32_t scalar) {
  return find(name_characters, name_characters_bits, scalar) ? NAME_CATEGORY : OTHER_CATEGORY;
}

uint64_t _swift_stdlib_getBinaryProperties(uint32_t scalar) {
  uint32_t value = find(binaries, binaries_bits, scalar);
  uint64_t all = 0;
  for (int index = 0; index < BINARY_PROPERTY_COUNT; index++)
    all |= (uint64_t)(value >> index & 1) << binary_properties[index];
  return all;
}

uint16_t _swift_stdlib_getNormData(uint32_t scalar) { return norm_values[find(norms, norms_bits, scalar)]; }

int32_t _swift_stdlib_getMapping(uint32_t scalar, uint8_t mapping) {
  if (mapping >= MAPPING_COUNT) __builtin_trap();
  const uint8_t *next = mapping == 0 ? upper_mappings : lower_mappings;
  for (uint32_t index = find(mappings, mappings_bits, scalar); index > 0; index--) take_number(&next);
  uint32_t change = (uint32_t)take_number(&next);
  return (int32_t)(change & 1 ? ~(change >> 1) : change >> 1);
}

const uint8_t *_swift_stdlib_getSpecialMapping(uint32_t scalar, uint8_t mapping, size_t *length) {
  if (mapping >= MAPPING_COUNT) __builtin_trap();
  const uint8_t *next = special_mappings;
  for (uint64_t found = 0;; next += *length) {
    uint64_t entry = take_number(&next);
    found += entry >> 1;
    if (found > scalar) return NULL;
    *length = *next++;
    if (found == scalar && (entry & 1) == mapping) return next;
  }
}

const uint8_t *const _swift_stdlib_nfd_decompositions = decompositions;

uint32_t _swift_stdlib_getDecompositionEntry(uint32_t scalar) {
  // How many scalars in front of this one decompose.
  const uint8_t *runs = decomposing;
  uint64_t start = 0, rank = 0;
  while (true) {
    uint64_t run = take_number(&runs), end = start + (run >> 1) + 1;
    if (scalar < end) {
      if (!(run & 1)) return ~scalar & 0x3FFFF;  // another scalar
      rank += scalar - start;
      break;
    }
    if (run & 1) rank += end - start;
    start = end;
  }
  const uint8_t *entry = decompositions;
  while (rank-- > 0) entry += 1 + *entry;
  return (uint32_t)(entry - decompositions) << 18 | scalar;
}

// Writes the decomposition of a scalar, which is the scalar itself where it has none, and returns its length.
static int decompose(uint32_t scalar, uint8_t *text) {
  const uint8_t *entry = decomposition(scalar);
  int length = 0;
  if (entry) {
    for (; length < *entry; length++) text[length] = entry[1 + length];
  } else if (scalar < 0x80) {
    text[length++] = (uint8_t)scalar;
  } else if (scalar < 0x800) {
    text[length++] = (uint8_t)(0xC0 | scalar >> 6);
    text[length++] = (uint8_t)(0x80 | (scalar & 0x3F));
  } else {
    if (scalar < 0x10000) {
      text[length++] = (uint8_t)(0xE0 | scalar >> 12);
    } else {
      text[length++] = (uint8_t)(0xF0 | scalar >> 18);
      text[length++] = (uint8_t)(0x80 | (scalar >> 12 & 0x3F));
    }
    text[length++] = (uint8_t)(0x80 | (scalar >> 6 & 0x3F));
    text[length++] = (uint8_t)(0x80 | (scalar & 0x3F));
  }
  return length;
}

// A scalar composes two others if its decomposition is theirs, and it is not excluded from composition.
uint32_t _swift_stdlib_getComposition(uint32_t first, uint32_t second) {
  uint8_t text[64];
  if (decomposition(second)) return UINT32_MAX;
  int length = decompose(first, text);
  length += decompose(second, text + length);
  const uint8_t *runs = decomposing, *entry = decompositions;
  for (uint64_t start = 0; start < SCALAR_COUNT;) {
    uint64_t run = take_number(&runs), end = start + (run >> 1) + 1;
    for (uint64_t scalar = start; (run & 1) && scalar < end; scalar++, entry += 1 + *entry) {
      int same = 0;
      while (same < length && same < *entry && entry[1 + same] == text[same]) same++;
      if (same == length && same == *entry && composes((uint32_t)scalar)) return (uint32_t)scalar;
    }
    start = end;
  }
  return UINT32_MAX;
}

static bool composes(uint32_t scalar) { return (_swift_stdlib_getNormData(scalar) & 2) == 0; }
