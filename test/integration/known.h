/* known.h: what objects know of others, as text. */
#ifndef QUERN__TEST_INTEGRATION_KNOWN_H
#define QUERN__TEST_INTEGRATION_KNOWN_H

#include "test/integration/fixture.h"

/* "1(2 3) 2() 3?": the keys of the objects, and of those that the name leads to; "?": that is not known. Valid until the next call. */
const char *known_of(quern_queryset *queryset, const quern_model *model, const char *name);
const char *known_of_list(void *const *objects, size_t count, const char *name);

#endif
