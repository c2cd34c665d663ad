/* values.h: rows of one value, for the files of this folder. */
#ifndef QUERN__QUERY_VALUES_H
#define QUERN__QUERY_VALUES_H

#include "lib/query/queryset.h"

/* What is wrong with making rows of values of it; NULL: nothing. `verb`: of the call. */
quern_queryset *quern__values_refused(quern_queryset *queryset, const char *verb, const char *site);

/* As quern_values, but of one output that need not be a column. `name` is static, `from` the field that it is made of. */
quern_queryset *quern__values_of(const quern_queryset *queryset, const char *name,
                                 const quern__expression *output, const quern__field *from, const char *site);

/* A copy of the model that rows of values have; NULL when out of memory. */
const quern__model *quern__rows_copy(quern__arena *arena, const quern__model *from);

#endif
