/* eager.h: prefetched sets that nobody asks for: noticed when the result is over that they were fetched for, or the stream. */
#ifndef QUERN__LOAD_EAGER_H
#define QUERN__LOAD_EAGER_H

#include "lib/load/sets.h"

/* Sets were prefetched for objects of the result, and have their site. From now on it matters whether they are used: where a declared
 * member points to them nobody can tell, and of one object nothing is said. */
void quern__eager_note(quern_result *result, quern__sets *sets);

/* The result, which no other owns, is over: with quern__result_close, by a rewind, or with its session. */
void quern__eager_end(quern_result *result);

/* It goes on without its session: nobody can tell any more. */
void quern__eager_forget(quern_result *result);

/* The stream is over whose first result that is. */
void quern__eager_end_stream(quern_session *session, uint64_t first);

#endif
