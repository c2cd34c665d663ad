/* fixture.h: a model with a member of each kind, and of each array; conditions on it. */
#ifndef QUERN__TEST_EXPR_FIXTURE_H
#define QUERN__TEST_EXPR_FIXTURE_H

#include "lib/expr/condition.h"

#include <quern/quern.h>

/* X(name, C type): the names of the constructors. */
/* clang-format off */
#define SCALAR_MEMBERS(X)                                                                                     \
    X(bool, bool) X(i16, int16_t) X(i32, int32_t) X(i64, int64_t) X(f32, float) X(f64, double)                \
    X(timestamp, quern_timestamp) X(local_timestamp, quern_local_timestamp) X(date, quern_date) X(time, quern_time) \
    X(interval, quern_interval) X(uuid, quern_uuid) X(inet, quern_inet)
#define POINTER_MEMBERS(X) X(text, const char *) X(bytes, quern_bytes) X(decimal, quern_decimal) X(json, quern_json)
/* clang-format on */

typedef struct item item;

/* one_i64, maybe_i64, all_i64. */
struct item {
    quern_object object;
    int64_t id;
#define ONE(name, type) type one_##name;
#define MAYBE(name, type) quern_null_##name maybe_##name;
#define ALL_OF(name, type) quern_array_##name all_##name;
    SCALAR_MEMBERS(ONE)
    POINTER_MEMBERS(ONE)
    SCALAR_MEMBERS(MAYBE)
    SCALAR_MEMBERS(ALL_OF)
    POINTER_MEMBERS(ALL_OF)
#undef ONE
#undef MAYBE
#undef ALL_OF
    int64_t parent_id;
    item *parent;
};

QUERN_DECLARE_MODEL(item);

/* Constants of quern_value, for tables. */
/* clang-format off */
#define OF(KIND, ...) { .kind = QUERN_KIND_##KIND, __VA_ARGS__ }
#define EMPTY(KIND) { .kind = QUERN_KIND_##KIND }
#define TEXT(text_) OF(TEXT, .as.text = (text_))
#define FEW(KIND, items_, count_)                                                                             \
    { .kind = QUERN_KIND_##KIND | QUERN_ARRAY, .count = (count_), .as.array = { (items_), NULL } }
/* clang-format on */
#define EXACT QUERN_LOOKUP_exact

/* A condition, and what is told of it; NULL: nothing is wrong. */
typedef struct item_call {
    const char *member;
    quern_lookup lookup;
    quern_value value;
    const char *message, *hint;
} item_call;

/* A scope whose schema is that model, from this allocator; NULL when it has no memory. */
quern__scope *item_scope_open(const quern_allocator *allocator);
void item_scope_close(quern__scope *scope);

/* Resolves one condition on an item; "here:1" is the site. */
const quern_error *item_resolve(quern__scope *scope, const char *path, quern_lookup lookup, quern_value value,
                                quern__condition *out);

/* Fails the test unless the condition is refused, in these words and with this code. */
void item_expect_refusal(quern__scope *scope, const item_call *call, quern_error_code code);
/* The same under the replay harness: at worst the hint is shorter, or it is told that memory ran out. */
void item_replay_refusal(const item_call *call);

#endif
