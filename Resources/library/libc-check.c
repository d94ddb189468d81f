// SPDX-License-Identifier: Apache-2.0
// libc-check
//
// Prints the texts of errors, local times of some years in some time zones, and the moments of times of the day, half an
// hour apart. Those of the two static programs, which have musl, are compared with those of glibc.

#include "CLinux.h"

int main(void) {
  // 41 and 58 are no errors.
  for (int number = 0; number < 134; number++) {
    if (number != 41 && number != 58) printf("%d %s\n", number, strerror(number));
  }
  const char *zones[] = {
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kolkata", "UTC",
    ":Europe/Paris", "Pacific/Apia", "CET-1CEST,M3.5.0,M10.5.0/3", "Nowhere/None"};
  for (size_t zone = 0; zone < sizeof zones / sizeof *zones; zone++) {
    setenv("TZ", zones[zone], 1);
    tzset();
    for (time_t time = 1577836800; time < 1893456000; time += 10007 * 9) {
      struct tm fields;
      localtime_r(&time, &fields);
      char text[64];
      strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S %w", &fields);
      printf("%s %lld %s\n", zones[zone], (long long)time, text);
    }
    for (int half_hour = 0; half_hour < 48 * 800; half_hour++) {
      struct tm fields = {
        .tm_year = 126, .tm_mday = 1 + half_hour / 48, .tm_hour = half_hour / 2 % 24,
        .tm_min = half_hour % 2 * 30, .tm_isdst = -1};
      printf("%s %d %lld\n", zones[zone], half_hour, (long long)clinux_local_time(&fields));
    }
  }
}
