/* check.h: refusing models that cannot work, before anything is built from them. */
#ifndef QUERN__MODEL_CHECK_H
#define QUERN__MODEL_CHECK_H

#include "lib/model/schema.h"

/* True when all models (ended by NULL) are sound, also together. Else the first fault is `failure`'s. `arena` holds texts. */
bool quern__models_check(quern__arena *arena, const quern_model *const *models,
                         const quern__schema_facts *facts, quern__failure *failure, const char *site);

#endif
