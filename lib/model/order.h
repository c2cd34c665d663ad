/* order.h: from the text of an order term, "-created_at", to its field. */
#ifndef QUERN__MODEL_ORDER_H
#define QUERN__MODEL_ORDER_H

#include "lib/model/schema.h"
#include "lib/model/scope.h"

/* The path of a term: what follows its "-". */
const char *quern__order_path(const char *term);

/* Resolves `term` on `model`; nulls are left to the caller. NULL on success; else the error (FIELD, LOOKUP, UNSUPPORTED), made
 * in the scope's arena. */
const quern_error *quern__order_resolve(const quern__scope *scope, const quern__model *model,
                                        const char *term, const char *site, quern__order *out);

#endif
