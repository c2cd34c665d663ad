/* fetch.h: what quern_fetch is made of: one object's load, and that of all its peers. */
#ifndef QUERN__LOAD_FETCH_H
#define QUERN__LOAD_FETCH_H

#include "lib/base/text.h"
#include "lib/load/result.h"

/* What is fetched, and for what. */
typedef struct quern__errand {
    quern_session *session; /* NULL: there is none to ask */
    quern_result *result;   /* of the object */
    quern_object *object;
    const quern__field *field;
    const char *site;
    bool needed; /* for what is being fetched already: whatever the fetch mode says */
} quern__errand;

/* Fails the session, with the field as the path; a NULL message, and MEMORY, is out of memory. False. */
bool quern__errand_refuse(const quern__errand *e, quern_error_code code, const char *message,
                          const char *hint);

/* The same because the result's fetch mode is QUERN_FETCH_RAISE. */
bool quern__errand_refuse_by_mode(const quern__errand *e);

/* Asks for the objects whose `by` is this value, or, of a list of values, one of them, in one statement, whose memory is given back: all
 * of their fields, or `only` that one and `by`. They are added to `result`; of that one, `object` is filled instead, with the field alone.
 * *rows: how many came. False on failure, which is then the session's. */
bool quern__errand_ask(const quern__errand *e, const quern__field *by, quern_value value,
                       const quern__field *only, quern_result *result, quern_object *object, size_t *rows);

/* Loads a field that the object has not got: for its peers too, where they have not. False on failure, which is then the session's. */
bool quern__errand_need(const quern__errand *e);

/* Whether what the relation points to is still what the key says. */
bool quern__fetch_is_fresh(const quern__field *relation, const quern_object *current, const quern_value *key);

/* peers.c: the errand for all objects of the result that have not got what it is for, the object too, by as few statements as can be:
 * the field itself, or, of a relation, what its key leads to. Does nothing where the object is the only one, or where they have asked
 * for it before and it did not come: then it is to ask alone. False on failure, which is then the session's, and nobody has anything. */
bool quern__peers_fetch(const quern__errand *e, bool relation);

/* side.c: a member without a column, as quern_fetch gives it. */
void *quern__side_fetch(const quern__errand *e);

/* The path from the objects that it all began with to what is fetched: "sequel_of__author". */
void quern__errand_put_path(quern__text *text, const quern__errand *e);
/* Of that, what comes before the last name: "sequel_of__". */
void quern__errand_put_way(quern__text *text, const quern__errand *e);

#endif
