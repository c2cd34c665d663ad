/* specimen.h: a model with all kinds of values. Its table and rows are among those of models.h. */
#ifndef QUERN__TEST_SUPPORT_SPECIMEN_H
#define QUERN__TEST_SUPPORT_SPECIMEN_H

#include <quern/quern.h>

typedef struct specimen specimen;

/* Every kind: a_bool, a_i16, …; all of them once more where they may be NULL: maybe_bool, …; and as arrays, which may be NULL
 * too: many_bool, … */
struct specimen {
    quern_object object;
    int64_t id;
#define QUERN__A(NAME, name, type) type a_##name;
#define QUERN__MAYBE(NAME, name, type) quern_null_##name maybe_##name;
#define QUERN__MAYBE_POINTER(NAME, name, type) type maybe_##name;
#define QUERN__MANY(NAME, name, type) quern_array_##name many_##name;
    QUERN__ELEMENTS(QUERN__A)
    QUERN__SCALARS(QUERN__MAYBE)
    QUERN__POINTERS(QUERN__MAYBE_POINTER)
    QUERN__ELEMENTS(QUERN__MANY)
#undef QUERN__A
#undef QUERN__MAYBE
#undef QUERN__MAYBE_POINTER
#undef QUERN__MANY
};

QUERN_DECLARE_MODEL(specimen);

#endif
