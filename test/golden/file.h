/* file.h: files of the source tree that must be what a program writes. QUERN_GOLDEN_UPDATE=1 writes them anew: read the difference
 * before you commit it. */
#ifndef QUERN__TEST_GOLDEN_FILE_H
#define QUERN__TEST_GOLDEN_FILE_H

#include "lib/base/text.h"

/* Puts the text of a file, whose name is relative to the root of the tree; nothing when there is none. */
void quern__golden_read(const char *name, quern__text *out);

/* Fails the test at the first line that differs; or, when asked to, writes the file. */
void quern__golden_compare(const char *name, const quern__text *text);

#endif
