// SPDX-License-Identifier: Apache-2.0
//
// Functions of Swift that nothing calls here, but that the linker cannot know to be dead: those for a string whose text
// is not in UTF-8 but in an object of Objective-C. Linux has no such string, and no index of one. With these in their
// place, the linker also leaves out what follows the calls: 11 KB of libmessngr. A compiler that has other names for
// them makes the library larger, and nothing else.

#define UNUSED(number, symbol) \
  __attribute__((visibility("hidden"), cold)) void unused_##number(void) __asm__(symbol); \
  void unused_##number(void) { __builtin_trap(); }

// String.UTF8View, ._foreignCount and the like
UNUSED(1, "$eSS8UTF8ViewV13_foreignCountSiyF")
UNUSED(2, "$eSS8UTF8ViewV16_foreignDistance4from2toSiSS5IndexV_AGtF")
UNUSED(3, "$eSS8UTF8ViewV13_foreignIndex_8offsetBySS0D0VAF_SitF")
UNUSED(4, "$eSS8UTF8ViewV13_foreignIndex_8offsetBy07limitedF0SS0D0VSgAG_SiAGtF")
UNUSED(5, "$eSS8UTF8ViewV13_foreignIndex6beforeSS0D0VAF_tF")
UNUSED(6, "$eSS8UTF8ViewV13_foreignIndex5afterSS0D0VAF_tF")
UNUSED(7, "$eSS8UTF8ViewV17_foreignSubscript8positions5UInt8VSS5IndexV_tF")

// String.UTF16View and String.UnicodeScalarView
UNUSED(8, "$eSS9UTF16ViewV13_foreignIndex_8offsetBySS0D0VAF_SitF")
UNUSED(9, "$eSS9UTF16ViewV13_foreignCountSiyF")
UNUSED(10, "$eSS9UTF16ViewV13_foreignIndex5afterSS0D0VAF_tF")
UNUSED(11, "$eSS17UnicodeScalarViewV13_foreignIndex5afterSS0E0VAF_tF")
UNUSED(12, "$eSS17UnicodeScalarViewV13_foreignIndex6beforeSS0E0VAF_tF")

// _StringGuts
UNUSED(13, "$es11_StringGutsV18foreignScalarAlignySS5IndexVAEF")
UNUSED(14, "$es11_StringGutsV12_foreignGrow33_408A76AB043BD3EFBAB6FAAAAA9B4914LLyySiF")
UNUSED(15, "$es11_StringGutsV21_foreignAppendInPlace33_408A76AB043BD3EFBAB6FAAAAA9B4914LLyys01_aB5SliceVF")
UNUSED(16, "$es11_StringGutsV24_foreignConvertedToSmall33_408A76AB043BD3EFBAB6FAAAAA9B4914LLs01_fA0VyF")
UNUSED(17, "$es11_StringGutsV16_foreignCopyUTF84intoSiSgSrys5UInt8VG_tF")
UNUSED(18, "$es11_StringGutsV29_foreignOpaqueCharacterStride33_9B33E3070A171641A00C549F4BD10D48LL8endingAtS2i_tF")
UNUSED(19, "$es11_StringGutsV29_foreignOpaqueCharacterStride33_9B33E3070A171641A00C549F4BD10D48LL8endingAt2inS2i_SnySiGtF")
UNUSED(20, "$es11_StringGutsV29_foreignOpaqueCharacterStride33_9B33E3070A171641A00C549F4BD10D48LL10startingAtS2i_tF")

// An index that counts in UTF-16, of a string in UTF-8
UNUSED(21, "$es11_StringGutsV27_slowEnsureMatchingEncodingySS5IndexVAEF")

// A string whose text belongs to another object: _StringObject.sharedUTF8. Nothing here makes one.
UNUSED(22, "$es13_StringObjectV10sharedUTF8SRys5UInt8VGvg")
