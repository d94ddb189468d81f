// SPDX-License-Identifier: Apache-2.0
//
// What runs before the Swift code of a program. Only the programs link it: a program of another package that
// uses the library Mailslots has no constructor of ours.

#ifndef CSTART_H
#define CSTART_H

/// A word of the command line of this process, the program's name being the first; NULL behind the last.
const char *cstart_argument(int index);

#endif
