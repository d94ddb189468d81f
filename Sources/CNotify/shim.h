// SPDX-License-Identifier: Apache-2.0

#include <gio/gio.h>
#define G_SETTINGS_ENABLE_BACKEND
#include <gio/gsettingsbackend.h>
#include <libnotify/notify.h>
