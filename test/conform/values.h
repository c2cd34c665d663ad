/* values.h: values of every kind, for value.c. */
#ifndef QUERN__TEST_CONFORM_VALUES_H
#define QUERN__TEST_CONFORM_VALUES_H

#include <quern/value.h>

typedef struct quern__conform_value {
    quern_kind kind; /* of the column */
    quern_value value;
} quern__conform_value;

extern const quern__conform_value quern__conform_values[];
extern const int quern__conform_value_count;

/* All kinds, and all arrays. */
extern const quern_kind quern__conform_kinds[];
extern const int quern__conform_kind_count;

/* A member of any kind. */
typedef union quern__conform_member {
#define MEMBER(NAME, name, type) type name##_;
    QUERN__ELEMENTS(MEMBER)
#undef MEMBER
    quern_array_i64 array; /* as all of them */
} quern__conform_member;

/* Whether a member of the kind holds the value. */
bool quern__conform_same(quern_kind kind, const quern_value *value, const quern__conform_member *member);

#endif
