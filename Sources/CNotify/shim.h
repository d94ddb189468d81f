// SPDX-License-Identifier: Apache-2.0

#include <libnotify/notify.h>
