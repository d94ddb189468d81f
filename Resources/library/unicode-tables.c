// SPDX-License-Identifier: Apache-2.0
//
// Writes the tables of unicode.c: what the compiler's library for Embedded Swift knows about each scalar, as
// runs of scalars for which a property has one value.

#include "unicode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int column;

static void put(uint8_t byte) {
  if (column++ % 24 == 0) printf("\n  ");
  printf("%u,", byte);
}

static void begin(const char *name) {
  printf("static const uint8_t %s[] = {", name);
  column = 0;
}

static void end(void) { printf("\n};\n"); }

// A number in bytes of seven bits, the lowest first. The highest bit says that another byte follows.
static void put_number(uint64_t number) {
  for (; number > 0x7F; number >>= 7) put((uint8_t)(number | 0x80));
  put((uint8_t)number);
}

// A number with its sign in the lowest bit.
static void put_signed(int32_t number) { put_number(number < 0 ? (uint64_t)~number << 1 | 1 : (uint64_t)number << 1); }

// The values of a property, each with the number of scalars behind it that have the same one.
static void put_runs(const char *name, int bits, uint32_t (*value)(uint32_t)) {
  begin(name);
  for (uint32_t scalar = 0; scalar < SCALAR_COUNT;) {
    uint32_t first = scalar, run = value(scalar);
    while (++scalar < SCALAR_COUNT && value(scalar) == run) {}
    put_number((uint64_t)(scalar - first - 1) << bits | run);
  }
  end();
  printf("enum { %s_bits = %d };\n", name, bits);
}

// The place of a value in a list, to which a new value is added.
static uint32_t place(uint64_t *list, uint32_t *count, uint64_t value) {
  for (uint32_t index = 0; index < *count; index++)
    if (list[index] == value) return index;
  list[*count] = value;
  return (*count)++;
}

static uint32_t name_character(uint32_t scalar) {
  return is_name_category(_swift_stdlib_getGeneralCategory(scalar));
}

// 0xFF, which is none, as 15.
static uint32_t breaking(uint32_t scalar) { return _swift_stdlib_getGraphemeBreakProperty(scalar) & 15; }

static uint32_t pictographic(uint32_t scalar) { return _swift_stdlib_isExtendedPictographic(scalar); }

static uint32_t consonant(uint32_t scalar) { return _swift_stdlib_isInCB_Consonant(scalar); }

static uint32_t binary(uint32_t scalar) {
  uint64_t all = _swift_stdlib_getBinaryProperties(scalar);
  uint32_t value = 0;
  for (int index = 0; index < BINARY_PROPERTY_COUNT; index++)
    value |= (uint32_t)(all >> binary_properties[index] & 1) << index;
  return value;
}

static uint32_t decomposes(uint32_t scalar) { return decomposition(scalar) != NULL; }

static uint64_t norms[256];
static uint32_t norm_count;
static uint32_t norm(uint32_t scalar) {
  return place(norms, &norm_count, _swift_stdlib_getNormData(scalar));
}

static uint64_t mappings[1024];
static uint32_t mapping_count;
static uint32_t mapping(uint32_t scalar) {
  uint32_t upper = (uint32_t)_swift_stdlib_getMapping(scalar, 0);
  uint32_t lower = (uint32_t)_swift_stdlib_getMapping(scalar, 1);
  return place(mappings, &mapping_count, (uint64_t)upper << 32 | lower);
}

static void put_changes(const char *name, int shift) {
  begin(name);
  for (uint32_t index = 0; index < mapping_count; index++) put_signed((int32_t)(mappings[index] >> shift));
  end();
}

// Mappings to several scalars: the scalar less the one before, its mapping, and the length in front of the UTF-8.
static void put_special_mappings(void) {
  uint32_t last = 0;
  begin("special_mappings");
  for (uint32_t scalar = 0; scalar < SCALAR_COUNT; scalar++) {
    for (uint8_t kind = 0; kind < MAPPING_COUNT; kind++) {
      size_t length = 0;
      const uint8_t *text = _swift_stdlib_getSpecialMapping(scalar, kind, &length);
      if (!text) continue;
      put_number((uint64_t)(scalar - last) << 1 | kind);
      put((uint8_t)length);
      for (size_t index = 0; index < length; index++) put(text[index]);
      last = scalar;
    }
  }
  put_number((uint64_t)SCALAR_COUNT << 1);
  end();
}

// Decompositions in the order of the scalars, the length in front of the UTF-8.
static void put_decompositions(void) {
  begin("decompositions");
  for (uint32_t scalar = 0; scalar < SCALAR_COUNT; scalar++) {
    const uint8_t *text = decomposition(scalar);
    if (!text) continue;
    for (int index = 0; index <= *text; index++) put(text[index]);
  }
  end();
}

static void put_list(const char *type, const char *name, const uint64_t *list, uint32_t count, int shift) {
  printf("static const %s %s[] = {", type, name);
  for (uint32_t index = 0; index < count; index++) {
    printf("%s%d,", index % 16 == 0 ? "\n  " : "", (int)(int32_t)(list[index] >> shift));
  }
  printf("\n};\n");
}

// The scalars of a decomposition.
static int scalars_of(uint32_t scalar, uint32_t *scalars) {
  const uint8_t *text = decomposition(scalar);
  int count = 0;
  for (int index = 1; text && index <= *text; index++) {
    uint8_t byte = text[index];
    if ((byte & 0xC0) != 0x80) scalars[count++] = byte < 0x80 ? byte : byte & (byte < 0xE0 ? 0x1F : byte < 0xF0 ? 0x0F : 7);
    else scalars[count - 1] = scalars[count - 1] << 6 | (byte & 0x3F);
  }
  return count;
}

// The scalar that stands for all scalars of a decomposition but the last one.
static uint32_t first_half(const uint32_t *scalars, int count) {
  uint32_t other[32];
  if (count == 1) return scalars[0];
  for (uint32_t scalar = 0; scalar < SCALAR_COUNT; scalar++)
    if (scalars_of(scalar, other) == count && !memcmp(other, scalars, sizeof *scalars * (size_t)count)) return scalar;
  fprintf(stderr, "U+%04X and %d more scalars are not the first half of a character\n", scalars[0], count - 1);
  exit(1);
}

// How many scalars from this one on decompose into two halves, or how many into one scalar.
static uint32_t run_length(uint32_t scalar, bool is_pair) {
  uint32_t scalars[32], length = 0;
  while (true) {
    int count = scalars_of(scalar + length, scalars);
    if (count == 0 || (count > 1) != is_pair) return length;
    length++;
  }
}

// The two halves of each scalar that decomposes, in runs of scalars that all have two halves, or all one. A run: how
// many scalars are in front of it, whether they have two halves, its length; then for each scalar the first half less
// the one before, and the place of the second half.
static void put_halves(void) {
  uint64_t seconds[256];
  uint32_t second_count = 0, behind = 0, last_half = 0, scalars[32];
  begin("halves");
  for (uint32_t scalar = 0; scalar < SCALAR_COUNT; scalar++) {
    int count = scalars_of(scalar, scalars);
    if (count == 0) continue;
    bool is_pair = count > 1;
    uint32_t length = run_length(scalar, is_pair);
    put_number((uint64_t)(scalar - behind) << 1 | is_pair);
    put_number(length);
    for (behind = scalar + length; scalar < behind; scalar++) {
      count = scalars_of(scalar, scalars);
      uint32_t half = first_half(scalars, is_pair ? count - 1 : 1);
      put_signed((int32_t)(half - last_half));
      if (is_pair) put((uint8_t)place(seconds, &second_count, scalars[count - 1]));
      last_half = half;
    }
    scalar--;
  }
  put_number((uint64_t)SCALAR_COUNT << 1);
  put_number(0);
  end();
  put_list("int32_t", "second_halves", seconds, second_count, 0);
}

static uint64_t class_values[64];
static uint32_t class_count;
static uint32_t class_place(uint32_t scalar) {
  return place(class_values, &class_count, combining_class(scalar));
}

// The tables of same.c.
static void put_same(void) {
  put_halves();
  put_runs("classes", 6, class_place);
  put_list("uint8_t", "class_values", class_values, class_count, 0);
}

int main(int count, char **arguments) {
  if (count == 2 && strcmp(arguments[1], "same") == 0) return put_same(), 0;
  put_runs("name_characters", 1, name_character);
  put_runs("break_properties", 4, breaking);
  put_runs("pictographics", 1, pictographic);
  put_runs("consonants", 1, consonant);
  put_runs("binaries", BINARY_PROPERTY_COUNT, binary);
  put_runs("norms", 7, norm);
  put_list("uint16_t", "norm_values", norms, norm_count, 0);
  put_runs("mappings", 8, mapping);
  put_changes("upper_mappings", 32);
  put_changes("lower_mappings", 0);
  put_special_mappings();
  put_runs("decomposing", 1, decomposes);
  put_decompositions();
  if (norm_count > 128 || mapping_count > 256) {
    fprintf(stderr, "%u values of norms, %u mappings\n", norm_count, mapping_count);
    return 1;
  }
  return 0;
}
