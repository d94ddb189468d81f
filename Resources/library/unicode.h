// SPDX-License-Identifier: Apache-2.0
//
// What the library of Embedded Swift asks about a scalar, SwiftShims/UnicodeData.h. Only the properties and
// mappings that the send path uses are here.

#ifndef MESSNGR_UNICODE_H
#define MESSNGR_UNICODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SCALAR_COUNT = 0x110000 };

// The bits of _swift_stdlib_getBinaryProperties() that unicode.c has: isWhitespace and isDefaultIgnorableCodePoint of
// Unicode.Scalar.Properties.
enum { BINARY_PROPERTY_COUNT = 2 };
static const uint8_t binary_properties[BINARY_PROPERTY_COUNT] = {45, 13};

// Of the general categories, unicode.c knows whether it is one of those that a name may have: a letter, a mark that
// takes no room of its own, or a decimal digit. It answers otherLetter and unassigned.
enum { NAME_CATEGORY = 4, OTHER_CATEGORY = 29 };
static inline bool is_name_category(uint32_t category) { return category <= 6 || category == 8; }

// Upper case and lower case; not title case.
enum { MAPPING_COUNT = 2 };

#ifdef MESSNGR_CHECK
#define _swift_stdlib_isExtendedPictographic small_isExtendedPictographic
#define _swift_stdlib_getGraphemeBreakProperty small_getGraphemeBreakProperty
#define _swift_stdlib_isInCB_Consonant small_isInCB_Consonant
#define _swift_stdlib_getComposition small_getComposition
#define _swift_stdlib_getDecompositionEntry small_getDecompositionEntry
#define _swift_stdlib_nfd_decompositions small_nfd_decompositions
#define _swift_stdlib_getNormData small_getNormData
#define _swift_stdlib_getBinaryProperties small_getBinaryProperties
#define _swift_stdlib_getGeneralCategory small_getGeneralCategory
#define _swift_stdlib_getMapping small_getMapping
#define _swift_stdlib_getSpecialMapping small_getSpecialMapping
#endif

bool _swift_stdlib_isExtendedPictographic(uint32_t scalar);
uint8_t _swift_stdlib_getGraphemeBreakProperty(uint32_t scalar);
bool _swift_stdlib_isInCB_Consonant(uint32_t scalar);
uint32_t _swift_stdlib_getComposition(uint32_t first, uint32_t second);
uint32_t _swift_stdlib_getDecompositionEntry(uint32_t scalar);
uint16_t _swift_stdlib_getNormData(uint32_t scalar);
uint64_t _swift_stdlib_getBinaryProperties(uint32_t scalar);
uint8_t _swift_stdlib_getGeneralCategory(uint32_t scalar);
int32_t _swift_stdlib_getMapping(uint32_t scalar, uint8_t mapping);
const uint8_t *_swift_stdlib_getSpecialMapping(uint32_t scalar, uint8_t mapping, size_t *length);
extern const uint8_t *const _swift_stdlib_nfd_decompositions;

// Whether two texts in UTF-8 are canonically equivalent: same.c.
bool unicode_same(const uint8_t *left, size_t left_count, const uint8_t *right, size_t right_count);

static inline uint32_t combining_class(uint32_t scalar) { return _swift_stdlib_getNormData(scalar) >> 3; }

// The decomposition of a scalar, its length in bytes in front of it; NULL for none.
static inline const uint8_t *decomposition(uint32_t scalar) {
  uint32_t entry = _swift_stdlib_getDecompositionEntry(scalar);
  return (entry & 0x3FFFF) == scalar && entry >> 18 != 0x3FFF
      ? _swift_stdlib_nfd_decompositions + (entry >> 18) : NULL;
}

#endif
