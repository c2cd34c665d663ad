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
    QUERN__QUERYSET = 1 << 29, /* of values only */
    QUERN__COMPOSED = 1 << 30, /* likewise: a quern_value, at which whatever takes it looks */
    QUERN__ALL = 0x1fffffff,
    QUERN__SINGLE = QUERN__RELATION | ((1 << QUERN__ARRAY_SHIFT) - 1), /* no arrays */
    QUERN__ORDERED = QUERN__ALL & ~QUERN__B & ~(QUERN__J << QUERN__ARRAY_SHIFT | QUERN__J)
};

/* X(name, members it fits, values it takes beside, what it takes of the member's own class: 1 values, QUERN__ARRAYS arrays, 0
 * nothing). The second and third are classes, for the compiler's check of the struct-first form too: see QUERN__B above. */
#define QUERN__LOOKUPS(X)                                                  \
    X(exact, QUERN__ALL, 0, 1)                                             \
    X(gt, QUERN__ORDERED, 0, 1)                                            \
    X(gte, QUERN__ORDERED, 0, 1)                                           \
    X(lt, QUERN__ORDERED, 0, 1)                                            \
    X(lte, QUERN__ORDERED, 0, 1)                                           \
    X(isnull, QUERN__ALL, QUERN__B | QUERN__I, 0)                          \
    X(icontains, QUERN__T, QUERN__T, 0)                                    \
    X(iexact, QUERN__T, QUERN__T, 0)                                       \
    X(contains, QUERN__T, QUERN__T, 0)                                     \
    X(startswith, QUERN__T, QUERN__T, 0)                                   \
    X(istartswith, QUERN__T, QUERN__T, 0)                                  \
    X(endswith, QUERN__T, QUERN__T, 0)                                     \
    X(iendswith, QUERN__T, QUERN__T, 0)                                    \
    X(regex, QUERN__T, QUERN__T, 0)                                        \
    X(iregex, QUERN__T, QUERN__T, 0)                                       \
    X(in, QUERN__SINGLE, QUERN__QUERYSET | QUERN__COMPOSED, QUERN__ARRAYS) \
    X(range, QUERN__ORDERED, QUERN__COMPOSED, 0)
#define QUERN__ARRAYS (1 << QUERN__ARRAY_SHIFT)

/* The lookups, one for each line above: QUERN_LOOKUP_exact. What they mean, as Django's of that name:
 *   exact               equal; QUERN_NULL asks for IS NULL
 *   gt, gte, lt, lte    greater, greater or equal, less, less or equal, in the order of the database; NULL is refused
 *   isnull              with true IS NULL, with false IS NOT NULL
 *   iexact              equal but for upper and lower case; QUERN_NULL asks for IS NULL
 *   contains, startswith, endswith      the text stands somewhere in it, at its beginning, at its end: LIKE, where %, _ and \
 *                       mean themselves
 *   icontains, istartswith, iendswith   the same but for upper and lower case: ILIKE
 *   regex, iregex       it matches the regular expression of the database: ~, and ~* but for upper and lower case
 *   in                  equal to one of them: an array of the member's kind, QUERN_LIST, or a queryset of the same session of one
 *                       column (quern_values of one name, or objects: their primary key, or the field that the relation
 *                       reaches), which becomes a subquery. NULL in a list finds nothing; of what is excluded it is a part
 *   range               QUERN_RANGE(a, b): from a to b, both included
 *
 * In place of a value they take, but for isnull, in and lists, what the server computes: QUERN_F, QUERN_PLUS, …: of the same
 * kind, or both numbers. A condition that can never hold (an empty list) is none for the server: nothing is asked. */
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
    const char *path; /* of a leaf: "pages__gt", or as C spells it: "author->name"; NULL: see `left` */
    union {
        quern_value value;                      /* of a leaf */
        const struct quern_condition *children; /* of the others: ended by op 0 */
    } as;
    union {
        const quern_value *left; /* of a leaf without a path: what is compared */
        uint64_t spare;
    };
} quern_condition;

/* Operators that the server computes. Of numbers: PLUS, MINUS, TIMES, DIVIDE (of integers: what is left of the point). A timestamp, local
 * timestamp, date or time PLUS or MINUS an interval (a date becomes a local timestamp); two intervals; the interval MINUS gives between
 * two moments of one kind. A decimal and a double have no common kind. */
#define QUERN__OPERATORS(X)                         \
    X(PLUS)                                         \
    X(MINUS)                                        \
    X(TIMES)                                        \
    X(DIVIDE)                                       \
    X(DAYS)  /* what MINUS becomes between dates */ \
    X(RANGE) /* what QUERN_RANGE becomes */
typedef enum quern_op {
    QUERN_NO_OP = 0,
#define QUERN__OP_ID(NAME) QUERN_OP_##NAME,
    QUERN__OPERATORS(QUERN__OP_ID)
#undef QUERN__OP_ID
        QUERN_OP_COUNT
} quern_op;

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

/* A leaf with an expression on its left side, which must live until the condition has been used. */
static inline quern_condition quern_compare(const quern_value *left, quern_lookup lookup, quern_value value)
{
    quern_condition c = QUERN__ZERO;
    c.op = QUERN_LEAF;
    c.lookup = (uint16_t)lookup;
    c.left = left;
    c.as.value = value;
    return c;
}

/* An operator over two values, ended by a zero element, which must live until the value has been used. */
static inline quern_value quern_value_call(quern_op op, const quern_value *operands)
{
    quern_value v = QUERN__ZERO;
    v.kind = QUERN_KIND_CALL;
    v.op = (uint16_t)op;
    v.as.list = operands;
    return v;
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

/* The class of a member: that of a relation says what a key may be. And those of the members beside which a value may stand: an
 * integer beside a bool (true is an int before C23), a real and a decimal too. In figures, because it is written out. */
#define QUERN__MEMBER_CLASS(x) QUERN__CLASSES(x, 2, default:268436490)
#define QUERN__VALUE_CLASS(x)                                                                                 \
    QUERN__CLASSES(x, 2055, signed char:2055,unsigned char:2055,unsigned short:2055,unsigned:2055,            \
        unsigned long:2055,unsigned long long:2055,quern_value:1610612735,quern__Q:1<<29,default:0)
#define QUERN__CLASSES(x, I_, ...)                                                                            \
    _Generic((x),bool:1,quern__nB:1,short:I_,int:I_,long:I_,long long:I_,quern__nI2:I_,quern__nI4:I_,quern__nI8:I_, \
        float:4,double:4,quern__nR4:4,quern__nR8:4,char *:8,const char *:8,quern__Y:16,quern__S:32,quern__nS:32, \
        quern__L:64,quern__nL:64,quern__D:128,quern__nD:128,quern__M:256,quern__nM:256,quern__V:512,quern__nV:512, \
        quern__U:1024,quern__nU:1024,quern__N:2048,quern__J:4096,quern__A:8192,quern__nA:8192,                \
        quern__aB:1<<14,quern__aI2:2<<14,quern__aI4:2<<14,quern__aI8:2<<14,quern__aR4:4<<14,quern__aR8:4<<14, \
        quern__aT:8<<14,quern__aY:16<<14,quern__aS:32<<14,quern__aL:64<<14,quern__aD:128<<14,quern__aM:256<<14, \
        quern__aV:512<<14,quern__aU:1024<<14,quern__aN:2048<<14,quern__aJ:4096<<14,quern__aA:8192<<14,__VA_ARGS__)
/* One, or no program: a type that has no match, whose name is the message. */
struct quern_the_lookup_does_not_fit_the_member { char unused; };
struct quern_the_value_does_not_fit_the_member { char unused; };
#define QUERN__REQUIRE(message, condition)                                                                    \
    _Generic((struct message (*)[1 + ((condition) != 0)])0, struct message (*)[2]: 1)
/* Zero. C has no `let`: in a prototype a parameter is known to those after it, so that the first one's size can carry the
 * member's class, and the path is written out once. */
#define QUERN__CHECK(model, path, lookup, value)                                                              \
    (0 * sizeof(void (*)(                                                                                     \
        char (*quern__m)[QUERN__MEMBER_CLASS(((model *)0)->path)],                                            \
        char (*)[QUERN__REQUIRE(quern_the_lookup_does_not_fit_the_member, sizeof *quern__m & QUERN__ON_##lookup)], \
        char (*)[QUERN__REQUIRE(quern_the_value_does_not_fit_the_member,                                      \
            (sizeof *quern__m * QUERN__OWN_##lookup | QUERN__TAKES_##lookup) & QUERN__VALUE_CLASS(value))])))

/* A condition. By arity: QUERN_Q("pages__gt", 300), or checked by the compiler, QUERN_Q(book, pages, gt, 300): wrong member,
 * unknown lookup and wrong kind of value are then compile errors. */
#define QUERN_Q(...)                                                                                          \
    QUERN__PICK(__VA_ARGS__, QUERN__Q4, QUERN__Q_takes_2_or_4_arguments, QUERN__Q2, QUERN__Q_takes_2_or_4_arguments, 0)(__VA_ARGS__)
#define QUERN__Q2(path, value) quern_where((path), QUERN_VALUE(value))
#define QUERN__Q4(model, path_, lookup_, value_)                                                              \
    ((quern_condition){ .op = QUERN_LEAF, .path = QUERN_PATH(model, path_), .as.value = QUERN_VALUE(value_),  \
        .lookup = (uint16_t)(QUERN_LOOKUP_##lookup_ + QUERN__CHECK(model, path_, lookup_, value_)) })
/* clang-format on */

/* The field of that path, of the same row: QUERN_F("author__born"), or checked, QUERN_F(author, born). */
#define QUERN_F(...) QUERN__PICK(__VA_ARGS__, 0, 0, QUERN__F2, quern_value_path, 0)(__VA_ARGS__)
#define QUERN__F2(model, path) quern_value_path(QUERN_PATH(model, path))

/* What the server computes of two values: QUERN_PLUS(QUERN_F("pages"), 1). Borrowed from the enclosing block: see the top. The
 * text of what is nested grows twofold with each level: give a deep one names. */
#define QUERN_PLUS(a, b) quern_value_call(QUERN_OP_PLUS, QUERN__VALUES(a, b))
#define QUERN_MINUS(a, b) quern_value_call(QUERN_OP_MINUS, QUERN__VALUES(a, b))
#define QUERN_TIMES(a, b) quern_value_call(QUERN_OP_TIMES, QUERN__VALUES(a, b))
#define QUERN_DIVIDE(a, b) quern_value_call(QUERN_OP_DIVIDE, QUERN__VALUES(a, b))

/* A condition on what the server computes: QUERN_COMPARE(QUERN_PLUS(QUERN_F("pages"), 1), gt, 300). Borrowed likewise. */
#define QUERN_COMPARE(expression, lookup_, value_)                                                         \
    quern_compare((const quern_value[]){ quern__wants_an_expression(expression) }, QUERN_LOOKUP_##lookup_, \
                  QUERN_VALUE(value_))

/* Identities, named to be read in a compiler's message. */
static inline quern_value quern__wants_an_expression(quern_value x)
{
    return x;
}
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
