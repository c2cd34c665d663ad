/* expr.h: conditions and order terms. Plain values: nothing is allocated, nothing can leak; the call that takes them copies
 * them.
 *
 * What is composite (QUERN_AND, QUERN_OR, QUERN_NOT) points to a compound literal of the enclosing block: it may be passed on
 * at once, but must not outlive the block, and the branch of an `if` is a block. A leaf (QUERN_Q) is a value and may go
 * anywhere.
 *
 * Nothing here evaluates or can fail: a path that names no field, or a value of the wrong kind, is told by the call that takes
 * it. Any thread. */
#ifndef QUERN_EXPR_H
#define QUERN_EXPR_H

#include <quern/value.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Classes of values as bits: a member has the classes it accepts, a value its own, a lookup those it fits. The class of an
 * array is that of its items, shifted. */
enum {
    QUERN__B = 1 << 0,  /* bool */
    QUERN__I = 1 << 1,  /* integers */
    QUERN__R = 1 << 2,  /* reals */
    QUERN__T = 1 << 3,  /* text */
    QUERN__Y = 1 << 4,  /* bytes */
    QUERN__S = 1 << 5,  /* timestamp */
    QUERN__L = 1 << 6,  /* local timestamp */
    QUERN__D = 1 << 7,  /* date */
    QUERN__M = 1 << 8,  /* time */
    QUERN__V = 1 << 9,  /* interval */
    QUERN__U = 1 << 10, /* uuid */
    QUERN__N = 1 << 11, /* decimal */
    QUERN__J = 1 << 12, /* json */
    QUERN__A = 1 << 13, /* inet */
    QUERN__ARRAY_SHIFT = 14,
    QUERN__RELATION = 1 << 28,
    QUERN__ALL = 0x1fffffff,
    QUERN__ORDERED = QUERN__ALL & ~QUERN__B & ~(QUERN__J << QUERN__ARRAY_SHIFT | QUERN__J)
};

/* X(name, members it fits, values it takes beside, whether it takes values of the member's own class). The second and third
 * are classes, for the compiler's check of the struct-first form too: see QUERN__B above. */
#define QUERN__LOOKUPS(X)                         \
    X(exact, QUERN__ALL, 0, 1)                    \
    X(gt, QUERN__ORDERED, 0, 1)                   \
    X(gte, QUERN__ORDERED, 0, 1)                  \
    X(lt, QUERN__ORDERED, 0, 1)                   \
    X(lte, QUERN__ORDERED, 0, 1)                  \
    X(isnull, QUERN__ALL, QUERN__B | QUERN__I, 0) \
    X(icontains, QUERN__T, QUERN__T, 0)

/* The lookups, one for each line above: QUERN_LOOKUP_exact. What they mean, as Django's of that name:
 *   exact               equal; QUERN_NULL asks for IS NULL
 *   gt, gte, lt, lte    greater, greater or equal, less, less or equal, in the order of the database; NULL is refused
 *   isnull              with true IS NULL, with false IS NOT NULL
 *   icontains           the text stands somewhere in it, in upper or lower case: ILIKE, where %, _ and \ mean themselves */
/* clang-format off */
typedef enum quern_lookup {
    QUERN_NO_LOOKUP = 0, /* the lookup is the path's tail, or exact */
#define QUERN__LOOKUP_ID(name, on, takes, own) QUERN_LOOKUP_##name,
    QUERN__LOOKUPS(QUERN__LOOKUP_ID)
#undef QUERN__LOOKUP_ID
    QUERN_LOOKUP_COUNT
} quern_lookup;
/* clang-format on */

/* What a condition is. */
typedef enum quern_condition_op {
    QUERN_LEAF = 1, /* 0 ends a list */
    QUERN_ALL_OF,
    QUERN_ANY_OF,
    QUERN_NONE_OF /* true when not all of its children are: NOT (a AND b) */
} quern_condition_op;

/* One condition. Its size is fixed for ever. */
typedef struct quern_condition {
    uint16_t op;     /* quern_condition_op; 0 ends a list */
    uint16_t lookup; /* quern_lookup */
    uint32_t reserved;
    const char *path; /* of a leaf: "pages__gt", or as C spells it: "author->name" */
    union {
        quern_value value;                      /* of a leaf */
        const struct quern_condition *children; /* of the others: ended by op 0 */
    } as;
    uint64_t spare;
} quern_condition;

/* One term of an ordering. Its size is fixed for ever. */
typedef struct quern_order {
    uint8_t present; /* 0 ends a list */
    uint8_t descending;
    uint8_t nulls; /* quern_nulls_place */
    uint8_t reserved[5];
    quern_value by; /* a path, which may begin with "-"; "?" is random order */
} quern_order;

/* Where an order puts NULL. By default PostgreSQL has it last, and first where the term is descending. */
typedef enum quern_nulls_place {
    QUERN_NULLS_DEFAULT = 0,
    QUERN_NULLS_ARE_FIRST,
    QUERN_NULLS_ARE_LAST
} quern_nulls_place;

/* Constructors: what the macros call, and what C++ calls directly. */

/* A leaf: `path` may end in a lookup, "pages__gt"; without one it is `exact`. */
static inline quern_condition quern_where(const char *path, quern_value value)
{
    quern_condition c = QUERN__ZERO;
    c.op = QUERN_LEAF;
    c.path = path;
    c.as.value = value;
    return c;
}

/* A composite of a list ended by a zero element, which must live until the condition has been used. */
static inline quern_condition quern_combine(quern_condition_op op, const quern_condition *children)
{
    quern_condition c = QUERN__ZERO;
    c.op = (uint16_t)op;
    c.as.children = children;
    return c;
}

/* A term by its path, which may begin with "-"; "?" is random order. */
static inline quern_order quern_order_name(const char *name)
{
    quern_order o = QUERN__ZERO;
    o.present = 1;
    o.by = quern_value_path(name);
    return o;
}

/* The term turned around: "-pages" becomes ascending. */
static inline quern_order quern_descending(quern_order o)
{
    o.descending = !o.descending;
    return o;
}

/* The term with NULL in a place of its own. */
static inline quern_order quern_nulls(quern_order o, quern_nulls_place place)
{
    o.nulls = (uint8_t)place;
    return o;
}

#ifdef __cplusplus
}
#endif

#ifndef __cplusplus

/* ---- Checked paths ----
 * The path is spelled as C on the struct, `author->name`; the text is kept and the compiler reads it inside sizeof. It stays
 * an address constant, so it serves in static initialisers too. */
#define QUERN_PATH(model, path) (&#path[0 * sizeof(((model *)0)->path)])

/* clang-format off */
#define QUERN__LOOKUP_RULE(name, on, takes, own) QUERN__ON_##name = (int)(on), QUERN__TAKES_##name = (int)(takes), QUERN__OWN_##name = (own),
enum { QUERN__LOOKUPS(QUERN__LOOKUP_RULE) QUERN__RULES_END };
#undef QUERN__LOOKUP_RULE

#define QUERN__CLASSES(B_, R_, N_, ...)                                                                       \
    bool: B_, quern_null_bool: B_, short: 2, int: 2, long: 2, long long: 2, quern_null_i16: 2, quern_null_i32: 2, \
        quern_null_i64: 2, float: R_, double: R_, quern_null_f32: R_, quern_null_f64: R_, char *: 8, const char *: 8, \
        quern_bytes: 16, quern_timestamp: 32, quern_null_timestamp: 32, quern_local_timestamp: 64,            \
        quern_null_local_timestamp: 64, quern_date: 128, quern_null_date: 128, quern_time: 256, quern_null_time: 256, \
        quern_interval: 512, quern_null_interval: 512, quern_uuid: 1024, quern_null_uuid: 1024, quern_decimal: N_, \
        quern_json: 4096, quern_inet: 8192, quern_null_inet: 8192, quern_array_bool: 1 << 14, quern_array_i16: 2 << 14, \
        quern_array_i32: 2 << 14, quern_array_i64: 2 << 14, quern_array_f32: 4 << 14, quern_array_f64: 4 << 14, \
        quern_array_text: 8 << 14, quern_array_bytes: 16 << 14, quern_array_timestamp: 32 << 14,              \
        quern_array_local_timestamp: 64 << 14, quern_array_date: 128 << 14, quern_array_time: 256 << 14,      \
        quern_array_interval: 512 << 14, quern_array_uuid: 1024 << 14, quern_array_decimal: 2048 << 14,       \
        quern_array_json: 4096 << 14, quern_array_inet: 8192 << 14, __VA_ARGS__
/* A bool takes true, an int before C23; a real and a decimal take an int; a relation takes a key. */
#define QUERN__ACCEPTS(member)                                                                                \
    _Generic((member), QUERN__CLASSES(3, 6, 2050, default: QUERN__RELATION | QUERN__I | QUERN__T | QUERN__U))
#define QUERN__CLASS(value)                                                                                   \
    _Generic((value), QUERN__CLASSES(1, 4, 2048, signed char: 2, unsigned char: 2, unsigned short: 2, unsigned: 2, \
        unsigned long: 2, unsigned long long: 2, quern_value: QUERN__ALL, default: 0))
/* Zero, or no program: a type that has no match, whose name is the message. */
struct quern_the_lookup_does_not_fit_the_member { char unused; };
struct quern_the_value_does_not_fit_the_member { char unused; };
#define QUERN__REQUIRE(message, condition)                                                                    \
    _Generic((struct message (*)[1 + ((condition) != 0)])0, struct message (*)[2]: 0)
#define QUERN__CHECK(model, path, lookup, value)                                                              \
    (QUERN__REQUIRE(quern_the_lookup_does_not_fit_the_member,                                                 \
                    QUERN__ACCEPTS(((model *)0)->path) & QUERN__ON_##lookup) +                                \
     QUERN__REQUIRE(quern_the_value_does_not_fit_the_member,                                                  \
                    (QUERN__TAKES_##lookup | QUERN__ACCEPTS(((model *)0)->path) * QUERN__OWN_##lookup) & QUERN__CLASS(value)))

/* A condition. By arity: QUERN_Q("pages__gt", 300), or checked by the compiler, QUERN_Q(book, pages, gt, 300): wrong member,
 * unknown lookup and wrong kind of value are then compile errors. */
#define QUERN_Q(...)                                                                                          \
    QUERN__PICK(__VA_ARGS__, QUERN__Q4, QUERN__Q_takes_2_or_4_arguments, QUERN__Q2, QUERN__Q_takes_2_or_4_arguments, 0)(__VA_ARGS__)
#define QUERN__Q2(path, value) quern_where((path), QUERN_VALUE(value))
#define QUERN__Q4(model, path_, lookup_, value_)                                                              \
    ((quern_condition){ .op = QUERN_LEAF, .path = QUERN_PATH(model, path_), .as.value = QUERN_VALUE(value_),  \
        .lookup = (uint16_t)(QUERN_LOOKUP_##lookup_ + QUERN__CHECK(model, path_, lookup_, value_)) })
/* clang-format on */

/* Identities, named to be read in a compiler's message. */
static inline quern_condition quern__wants_a_condition(quern_condition x)
{
    return x;
}
static inline quern_order quern__wants_an_order_term(quern_order x)
{
    return x;
}
#define QUERN__CONDITION_ITEM(x) quern__wants_a_condition(x),
#define QUERN__CONDITIONS(...) QUERN__LIST_OF(quern_condition, QUERN__CONDITION_ITEM, __VA_ARGS__)

/* All of the conditions, any of them, not the one. Borrowed from the enclosing block: see the top. */
#define QUERN_AND(...) quern_combine(QUERN_ALL_OF, QUERN__CONDITIONS(__VA_ARGS__))
#define QUERN_OR(...) quern_combine(QUERN_ANY_OF, QUERN__CONDITIONS(__VA_ARGS__))
#define QUERN_NOT(condition) quern_combine(QUERN_NONE_OF, QUERN__CONDITIONS(condition))
/* The same of an array that the program built, ended by { 0 }. */
#define QUERN_ALL(list) quern_combine(QUERN_ALL_OF, (list))
#define QUERN_ANY(list) quern_combine(QUERN_ANY_OF, (list))

/* Order terms: a name, "-created_at", or QUERN_DESC("created_at"), or checked, QUERN_DESC(book, created_at). */
#define QUERN__ORDER(x) \
    _Generic((x), char *: quern_order_name, const char *: quern_order_name, quern_order: quern__wants_an_order_term)(x)
#define QUERN__ORDER_ITEM(x) QUERN__ORDER(x),
#define QUERN_ASC(...) QUERN__PICK(__VA_ARGS__, 0, 0, QUERN__ASC2, QUERN__ORDER, 0)(__VA_ARGS__)
#define QUERN__ASC2(model, path) quern_order_name(QUERN_PATH(model, path))
#define QUERN_DESC(...) quern_descending(QUERN_ASC(__VA_ARGS__))

/* A term, or a name, with NULL before or behind all that has a value. */
#define QUERN_NULLS_FIRST(term) quern_nulls(QUERN__ORDER(term), QUERN_NULLS_ARE_FIRST)
#define QUERN_NULLS_LAST(term) quern_nulls(QUERN__ORDER(term), QUERN_NULLS_ARE_LAST)

#endif /* !__cplusplus */

#endif
