/* order.h: from the text of an order term, "-created_at", to columns. */
#ifndef QUERN__MODEL_ORDER_H
#define QUERN__MODEL_ORDER_H

#include "lib/model/schema.h"
#include "lib/model/scope.h"

/* Terms as they are found, in the scope's arena. A column that is there already is not added again: its second place decides
 * nothing. */
typedef struct quern__order_list {
    const quern__scope *scope;
    const char *site;
    quern__order *terms;
    size_t count, room;
} quern__order_list;

/* The path of a term: what follows its "-". */
const char *quern__order_path(const char *term);

/* Adds `term` on `model`. A relation named as such ("author", not "author_id") orders as its target's own .ordering says, or by
 * its key when there is none. `descending` turns the term around, `nulls` says where NULLs go in all that is added (DEFAULT: as
 * the term has it). NULL on success; else the error (FIELD, LOOKUP, USAGE for an ordering that leads in a circle, UNSUPPORTED,
 * MEMORY), made in the scope's arena. */
const quern_error *quern__order_add(quern__order_list *list, const quern__model *model, const char *term,
                                    bool descending, quern_nulls_place nulls);

/* The same term the other way around. Where the server puts NULLs by itself turns with the direction. */
quern__order quern__order_turned(const quern__order *term);

#endif
