/* parameters.h: the values of a statement's parameters, for people: only where they were asked for (.log_parameters). */
#ifndef QUERN__SESSION_PARAMETERS_H
#define QUERN__SESSION_PARAMETERS_H

#include "lib/base/text.h"
#include "lib/session/hold.h"

#define QUERN__PARAMETERS_MOST 10000 /* bytes that are written of them; then "…" */

/* Writes them as the dialect writes values in place, between commas. */
void quern__parameters_put(quern__text *out, const quern_dialect *dialect, const quern__command *command);

#endif
