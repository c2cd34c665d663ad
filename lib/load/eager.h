/* eager.h: prefetched sets that nobody asks for: noticed when the result is over that they were fetched for, or the stream. */
#ifndef QUERN__LOAD_EAGER_H
#define QUERN__LOAD_EAGER_H

#include "lib/load/sets.h"

/* Objects of the result have sets. If they were prefetched, it matters from now on whether they are used, but where a declared member points
 * to them, as nobody can tell; and of one object nothing is said. Again is allowed. */
void quern__eager_note(quern_result *result, quern__sets *sets);

/* The result, which no other owns, is over. Called when its memory goes. */
void quern__eager_end(void *result);

/* It goes on without its session, with what is made of its objects: nobody can tell any more. */
void quern__eager_forget(quern_result *result);

/* The stream is over whose first result that is. */
void quern__eager_end_stream(quern_session *session, uint64_t first);

#endif
