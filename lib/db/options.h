/* options.h: the options of quern_open and quern_session_open, read by the size that their header gave them, completed and
 * checked. */
#ifndef QUERN__DB_OPTIONS_H
#define QUERN__DB_OPTIONS_H

#include <quern/backend/backend.h>
#include <quern/db.h>
#include <quern/session.h>

/* `given` (NULL: none) with what it lacks, or leaves zero, filled by the defaults. */
quern_options quern__options_complete(const quern_options *given, size_t size);

/* NULL when the options and the URI make sense, else why not: static text. */
const char *quern__options_fault(const char *uri, const quern_options *options);

/* The same for a session, whose defaults are the db's, which has been completed. */
quern_session_options quern__session_options_complete(const quern_options *db,
                                                      const quern_session_options *given, size_t size);
const char *quern__session_options_fault(const quern_session_options *options);

#endif
