// SPDX-License-Identifier: Apache-2.0

#include "CLinux.h"

time_t clinux_local_time(struct tm *fields) {
  struct tm asked = *fields;
  time_t time = mktime(fields);
  // For a time that the clocks skip, musl gives one before the skip. glibc gives one behind it.
  time_t missing = timegm(&asked) - timegm(&(struct tm){
    .tm_year = fields->tm_year, .tm_mon = fields->tm_mon, .tm_mday = fields->tm_mday,
    .tm_hour = fields->tm_hour, .tm_min = fields->tm_min, .tm_sec = fields->tm_sec});
  if (missing <= 0) return time;
  time += missing;
  localtime_r(&time, fields);
  return time;
}
