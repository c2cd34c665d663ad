/* options.h: the options of quern_open, read by the size that their header gave them, completed and checked. */
#ifndef QUERN__DB_OPTIONS_H
#define QUERN__DB_OPTIONS_H

#include <quern/backend/backend.h>
#include <quern/db.h>

/* `given` (NULL: none) with what it lacks, or leaves zero, filled by the defaults. */
quern_options quern__options_complete(const quern_options *given, size_t size);

/* NULL when the options and the URI make sense, else why not: static text. */
const char *quern__options_fault(const char *uri, const quern_options *options);

#endif
