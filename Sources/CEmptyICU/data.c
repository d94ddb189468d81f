// SPDX-License-Identifier: Apache-2.0
//
// ICU without data: 34 MB less in a program that contains Foundation.
//
// Foundation brings ICU. The tables of its languages, calendars and time zones are one object with one symbol,
// and a static program that has this symbol already does not get that object. This is what ICU itself calls
// stub data (icu/source/stubdata): a table of contents without entries, in which ICU finds nothing. The
// properties of characters, normalization and regular expressions need no table: they are code of ICU.
//
// Nothing here may use Foundation's formatters, calendars, locales or collations: without tables, Foundation
// ends the process. UnicodeTableRule in Tests/ArchitectureTests looks for them, and the end-to-end tests run
// against the release programs, too. In these tests, a log of each look into the tables stayed empty.
//
// Another version of Swift may have another version of ICU, with another symbol: then check-release finds
// the tables in the program.

#include "CEmptyICU.h"

#ifdef MESSNGR_EMPTY_ICU

#include <stdint.h>

// The symbol of ICU 76, which Swift 6.3 has.
const struct {
  uint16_t header_size;
  uint8_t magic[2];
  // UDataInfo of ICU.
  uint16_t info_size, reserved_word;
  uint8_t is_big_endian, charset_family, char_size, reserved_byte;
  uint8_t data_format[4], format_version[4], data_version[4];
  uint8_t padding[8];
  // The table of contents.
  uint32_t count, reserved;
  struct {
    const char *name;
    const void *data;
  } entries[1];
} icudt76_dat = {
    .header_size = 32,
    .magic = {0xda, 0x27},
    .info_size = 20,
    .is_big_endian = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__,
    .char_size = 2,
    .data_format = {'T', 'o', 'C', 'P'},
    .format_version = {1, 0, 0, 0},
};

#endif
