// SPDX-License-Identifier: Apache-2.0
//
// The one function of libm that Embedded Swift needs, for the size of a Dictionary. With it, libmessngr
// needs no other library than libc.

__attribute__((visibility("hidden"))) double ceil(double number) {
  double whole = (double)(long long)number;
  return whole < number ? whole + 1 : whole;
}
