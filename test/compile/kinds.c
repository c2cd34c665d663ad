/* kinds.c: every kind, twin and array: as the member of a model, as a value, and in conditions that the compiler checks. */
#include <quern/quern.h>
#include <quern/short.h>

typedef struct item item;

struct item {
    quern_object object;
    int64_t id;
    bool one_bool;
    short one_short;
    int one_int;
    long one_long;
    long long one_long_long;
    int16_t one_i16;
    int32_t one_i32;
    int64_t one_i64;
    float one_f32;
    double one_f64;
    const char *one_text;
    quern_bytes one_bytes;
    quern_timestamp one_timestamp;
    quern_local_timestamp one_local_timestamp;
    quern_date one_date;
    quern_time one_time;
    quern_interval one_interval;
    quern_uuid one_uuid;
    quern_decimal one_decimal;
    quern_json one_json;
    quern_inet one_inet;
    quern_null_bool maybe_bool;
    quern_null_i16 maybe_i16;
    quern_null_i32 maybe_i32;
    quern_null_i64 maybe_i64;
    quern_null_f32 maybe_f32;
    quern_null_f64 maybe_f64;
    quern_null_timestamp maybe_timestamp;
    quern_null_local_timestamp maybe_local_timestamp;
    quern_null_date maybe_date;
    quern_null_time maybe_time;
    quern_null_interval maybe_interval;
    quern_null_uuid maybe_uuid;
    quern_null_inet maybe_inet;
    quern_array_bool all_bool;
    quern_array_i16 all_i16;
    quern_array_i32 all_i32;
    quern_array_i64 all_i64;
    quern_array_f32 all_f32;
    quern_array_f64 all_f64;
    quern_array_text all_text;
    quern_array_bytes all_bytes;
    quern_array_timestamp all_timestamp;
    quern_array_local_timestamp all_local_timestamp;
    quern_array_date all_date;
    quern_array_time all_time;
    quern_array_interval all_interval;
    quern_array_uuid all_uuid;
    quern_array_decimal all_decimal;
    quern_array_json all_json;
    quern_array_inet all_inet;
    int64_t parent_id;
    item *parent;
    quern_null_i64 twin_id;
    item *twin;
};

/* clang-format off */
#define MEMBERS(X)                                                                                            \
    X(one_bool) X(one_short) X(one_int) X(one_long) X(one_long_long) X(one_i16) X(one_i32) X(one_i64) X(one_f32) X(one_f64) \
    X(one_timestamp) X(one_local_timestamp) X(one_date) X(one_time) X(one_interval) X(one_uuid) X(one_inet)   \
    X(maybe_bool) X(maybe_i16) X(maybe_i32) X(maybe_i64) X(maybe_f32) X(maybe_f64)                            \
    X(maybe_timestamp) X(maybe_local_timestamp) X(maybe_date) X(maybe_time) X(maybe_interval) X(maybe_uuid) X(maybe_inet)
#define POINTERS(X)                                                                                           \
    X(one_text) X(one_bytes) X(one_decimal) X(one_json)                                                       \
    X(all_bool) X(all_i16) X(all_i32) X(all_i64) X(all_f32) X(all_f64)                                        \
    X(all_timestamp) X(all_local_timestamp) X(all_date) X(all_time) X(all_interval) X(all_uuid) X(all_inet)   \
    X(all_text) X(all_bytes) X(all_decimal) X(all_json)
/* clang-format on */

#define FIELD(member) , QUERN_FIELD(member, .column = #member)
#define MAY_BE_NULL(member) , QUERN_FIELD(member, .null = true)
QUERN_MODEL(item, "item",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id) MEMBERS(FIELD) POINTERS(MAY_BE_NULL),
                         QUERN_FOREIGN_KEY(parent, item),
                         QUERN_ONE_TO_ONE(twin, item, .on_delete = QUERN_SET_NULL)));

/* A value of a member's type, beside the member: by name, checked, and in a list of values. */
quern_queryset *filters(quern_queryset *qs, const item *from, bool present);
quern_queryset *filters(quern_queryset *qs, const item *from, bool present)
{
#define FILTER(member)                                                              \
    qs = quern_filter(                                                              \
        qs, Q(item, member, exact, from->member), Q(item, member, isnull, present), \
        Q(#member, from->member),                                                   \
        OR(Q(item, parent->member, exact, from->member), NOT(Q(item, member, exact, QUERN_NULL))));
    MEMBERS(FILTER)
    POINTERS(FILTER)
    return qs;
}

/* What may stand for what, and lookups that order. */
quern_queryset *ordered(quern_queryset *qs, const item *from, char *text);
quern_queryset *ordered(quern_queryset *qs, const item *from, char *text)
{
    static const int64_t ids[] = { 1, 2 };
    qs = quern_filter(qs, Q(item, one_bool, exact, 1), Q(item, one_f32, gt, 1), Q(item, one_decimal, lte, 5),
                      Q(item, maybe_f64, lt, 2L));
    qs = quern_filter(qs, Q(item, one_i16, gt, 1u), Q(item, one_i64, gte, sizeof ids),
                      Q(item, one_f64, lt, 0.5f));
    qs = quern_filter(qs, Q(item, one_text, icontains, "x"), Q(item, one_text, gt, text),
                      Q(item, one_bytes, gt, from->one_bytes));
    qs = quern_filter(qs, Q(item, all_text, gte, from->all_text),
                      Q(item, all_i64, exact, quern_array_of_i64(ids, 2)));
    qs = quern_filter(qs, Q(item, parent, exact, 5), Q(item, parent->parent->parent_id, exact, 5),
                      Q(item, twin, isnull, true));
    qs = quern_filter(qs, Q(item, one_timestamp, gt, (quern_timestamp){ from->one_i64 }),
                      Q(item, one_uuid, lt, from->maybe_uuid));
    return quern_order_by(qs, DESC(item, one_date), NULLS_LAST(ASC(item, maybe_inet)));
}

/* A list of constants, built before the program runs; only the values that need a call are left out. */
static const quern_condition conditions[] = {
    { .op = QUERN_LEAF,
      .path = P(item, parent->one_text),
      .lookup = QUERN_LOOKUP_isnull,
      .as.value = { .kind = QUERN_KIND_BOOL } },
    { 0 },
};

int64_t run(quern_session *s, quern_queryset *qs, const item *from);
int64_t run(quern_session *s, quern_queryset *qs, const item *from)
{
    (quern_filter)(qs, conditions, QUERN_SITE);
    return quern_execute(s, "SELECT $1, $2, $3", from->one_uuid, from->all_json, from->maybe_interval,
                         from->one_decimal);
}
