/* web.h: clubs, players and what else is in test/support/club.h, related at random: the rows, and which relation of which row leads to
 * which others, fetched one by one. */
#ifndef QUERN__TEST_INTEGRATION_WEB_H
#define QUERN__TEST_INTEGRATION_WEB_H

#include "test/integration/fixture.h"
#include "test/support/club.h"
#include "test/support/generate.h"

enum { EDGES = 21, MODELS = 6, ROWS = 24, TEXT = 400 };

typedef struct edge {
    const quern_model *from;
    const char *name;
    const quern_model *to;
    bool many;
    size_t member; /* that quern_fetch takes, of one that leads to one */
    size_t back;   /* the member of what it leads to that points back; 0: there is none */
} edge;

extern const edge edges[EDGES];
extern const quern_model *const models[MODELS];

/* An object's key, as a text. */
typedef struct key {
    char text[24];
} key;

key key_of(const quern_model *model, const void *object);

/* Keys in order, each with a blank behind it. */
void tell_keys(key *keys, size_t count, char *out);

/* Other rows, instead of those that are there; and then they are read, in a session that fetches one by one. */
void fill_web(quern__random *random);

/* The keys of what the relation of that object leads to, as they are told; NULL for an object that is none. */
const char *expected_keys(const edge *e, const void *object);

#endif
