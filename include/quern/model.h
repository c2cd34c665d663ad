/* model.h: describing a struct and its table, once.
 *
 *     struct book {
 *         quern_object   object;             // first member of every model; zeroed means new
 *         int64_t        id;
 *         const char    *title;
 *         int64_t        author_id;          // the key of the relation `author`
 *         author        *author;             // NULL until loaded
 *         quern_null_i32 pages;              // a column that may be NULL
 *     };
 *     QUERN_MODEL(book, "books_book",
 *         QUERN_FIELDS(
 *             QUERN_PRIMARY_KEY(id),
 *             QUERN_FIELD(title),
 *             QUERN_FOREIGN_KEY(author, author),
 *             QUERN_FIELD(pages)));
 *
 * A field's kind is the type of its member, so the two cannot disagree: a member whose type quern has no kind for (char[N],
 * unsigned, an enum, a bit-field) is a compile error. The rest is checked by quern_open. The type must have a one-word name
 * (typedef struct book book), and the model is then called book_model.
 *
 * A struct that C++ reads as well says `struct author *author;`: there a member may not have the bare name of its type. */
#ifndef QUERN_MODEL_H
#define QUERN_MODEL_H

#include <quern/object.h>
#include <quern/value.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What a field is in its model. */
typedef enum quern_role {
    QUERN_ROLE_COLUMN = 1,
    QUERN_ROLE_KEY,         /* (part of) the primary key */
    QUERN_ROLE_FOREIGN_KEY, /* a relation to one object of another model */
    QUERN_ROLE_ONE_TO_ONE,  /* the same, and no two objects have the same one */
    /* Members without a column: */
    QUERN_ROLE_MANY_TO_MANY, /* a relation to many objects of another model, by a table between */
    QUERN_ROLE_HAS_MANY,     /* the other side of a foreign key, or of a many to many */
    QUERN_ROLE_HAS_ONE,      /* the other side of a one to one */
    QUERN_ROLE_PREFETCHED    /* no relation: where a quern_prefetch puts what it fetched */
} quern_role;

/* Who makes the values of a primary key. */
typedef enum quern_generation {
    QUERN_GENERATED_BY_KIND = 0, /* integers: the database; others: the program */
    QUERN_GENERATED,             /* the database: an identity for integers, gen_random_uuid() for uuids */
    QUERN_NOT_GENERATED          /* the program */
} quern_generation;

/* What becomes of an object when the one that its foreign key points to is deleted. Done by the database (ON DELETE …). */
typedef enum quern_on_delete {
    QUERN_PROTECT =
        0, /* NO ACTION: the other one cannot be deleted while this one is there when the transaction ends */
    QUERN_CASCADE,     /* it is deleted too */
    QUERN_RESTRICT,    /* RESTRICT: as PROTECT, but at once */
    QUERN_SET_NULL,    /* the key becomes NULL, which its member must be able to hold */
    QUERN_SET_DEFAULT, /* the key becomes its default */
    QUERN_DO_NOTHING   /* no foreign key constraint at all: the database does not look */
} quern_on_delete;

/* A default: QUERN_DEFAULT(5). Members side by side, not a union: a static initialiser cannot choose a union's member by
 * type. */
typedef struct quern_default {
    uint16_t kind; /* quern_kind; 0: none */
    int64_t integer;
    double real;
    const char *text;
} quern_default;

/* One field. Filled by the macros below; the options may be given to them by name and are zero by default. All that is given
 * is static data. */
typedef struct quern_field {
    const char *name; /* the member's; NULL ends a list */
    uint16_t role;    /* quern_role */
    uint16_t kind;    /* quern_kind of the member, QUERN_NULLABLE too; of a relation: of its key member */
    uint32_t offset;  /* of that member */
    uint32_t object_offset;    /* of a relation: of the pointer to the object */
    const quern_model *target; /* of a relation */
    /* options */
    const char *column; /* the column's name; default: the member's, for a relation that of its key member */
    bool
        null; /* a text, bytes, decimal, json or array that may be NULL; for other kinds the nullable twin says so */
    bool unique;   /* no two rows have the same value */
    bool index;    /* the column has an index of its own; foreign keys and unique columns have one anyway */
    bool no_index; /* a foreign key without an index */
    bool auto_now; /* a timestamp or date: becomes now at every save */
    bool auto_now_add;   /* the same, at the first save only */
    uint8_t generated;   /* a primary key: quern_generation */
    uint8_t on_delete;   /* a relation: quern_on_delete */
    uint32_t max_length; /* a text: varchar(n), n characters at most; default: text, without a limit */
    /* Of new objects and of the column: QUERN_DEFAULT(true). Not for a primary key. */
    quern_default default_value;
    const char *default_sql; /* the column's default as SQL: "now()"; not together with default_value */
    /* The column's type as SQL, where its kind's is not meant: "citext", "numeric(10,2)". A relation without this and
     * .max_length has those of the key it points to. */
    const char *type;
    const char *choices; /* a text: all that it may be, QUERN_CHOICES("draft", "published") */
    /* A relation or many to many: its name on the other side, where no field and no other relation may have it. Default: that of the
     * member which the target declares for it (QUERN_HAS_MANY); without one the model's name, but for a one to one with "_set":
     * "book_set". "+": it has none there. */
    const char *related_name;
    /* A relation: the field of the target that its key is, which must be unique. Default: the primary key. */
    const char *to_field;
    /* A many to many: the model of the table between, with a foreign key to either side: &membership_model. Default: a table that quern
     * makes, of an id and the two keys, of which no pair is there twice. */
    const quern_model *through;
    /* Its foreign keys to this model and to the target, where it has several to one side. Default: the only one; of a model to itself
     * the first and the second, when there are no others. */
    const char *through_from, *through_to;
    /* A many to many without .through: the name of its table. Default: the model's, "_" and the member's: "books_book_categories". Its
     * columns are called as the two models, with "_id": "book_id", "category_id"; to itself "from_book_id", "to_book_id". */
    const char *between;
    /* A many to many of a model to itself: if a is among those of b, b is among those of a: each pair is stored both ways. It has no
     * name on the other side, which is the same. */
    bool symmetrical;
    const char
        *key; /* QUERN_HAS_MANY, QUERN_HAS_ONE: the relation of the target that it is the other side of */
    int reserved;
} quern_field;

/* A model: the description of a struct and its table. Filled by QUERN_MODEL; the options may be given to it by name and are zero by
 * default. Static, and read by all threads. */
struct quern_model {
    uint32_t layout; /* sizeof(quern_model) and sizeof(quern_field) where the model was compiled */
    uint32_t stride;
    const char *name;  /* the struct's */
    const char *table; /* the table's */
    size_t size;       /* of the struct */
    const quern_field *(*fields)(void);
    /* options */
    const char *schema; /* the table's schema; default: the first that search_path finds it in */
    /* The order of querysets that give none, in terms as quern_order_by takes them: QUERN_NAMES("-created_at", "title"). */
    const char *const *ordering;
    /* An object as a text for people: writes at most `size` bytes with the NUL, and gives the length, as snprintf. Default:
     * the model's name and the primary key. */
    size_t (*to_text)(const void *object, char *out, size_t size);
    bool
        unmanaged; /* a table or view of somebody else's: quern never creates it. It needs no primary key; without one its
                       objects can only be read. Django: managed = False */
    int reserved;
};

/* Declares a model for other files, C and C++: in a header, QUERN_DECLARE_MODEL(book); */
#define QUERN_DECLARE_MODEL(type) extern const quern_model type##_model

#ifdef __cplusplus
}
#endif

#ifndef __cplusplus
/* Names for .ordering, NULL-ended. At file scope, as in QUERN_MODEL, static data. */
#define QUERN_NAMES(...) ((const char *const[]){ __VA_ARGS__, NULL })
/* Texts for .choices, 16 at most, none of them empty: string literals, each ended by NUL, the last one by two. */
#define QUERN_CHOICES(...) QUERN__MAP(QUERN__CHOICE, __VA_ARGS__) ""
#define QUERN__CHOICE(text) text "\0"

/* clang-format off */
/* A constant for .default_value: for a bool, an integer, a real (an int will do) or a text. The default of what is of another
 * kind is given as .default_sql. */
#define QUERN_DEFAULT(x)                                                                                      \
    { .kind = _Generic((x), bool: QUERN_KIND_BOOL, float: QUERN_KIND_F64, double: QUERN_KIND_F64, char *: QUERN_KIND_TEXT, \
          const char *: QUERN_KIND_TEXT, signed char: QUERN_KIND_I64, short: QUERN_KIND_I64, int: QUERN_KIND_I64, \
          long: QUERN_KIND_I64, long long: QUERN_KIND_I64),                                                   \
      .integer = _Generic((x), char *: 0, const char *: 0, float: 0, double: 0, default: (x)),                \
      .real = _Generic((x), float: (x), double: (x), default: 0),                                             \
      .text = _Generic((x), char *: (x), const char *: (x), default: NULL) }

#define QUERN__UNWRAP(...) __VA_ARGS__,
#define QUERN__MEMBER(member) (((quern__self *)0)->member)
#define QUERN__AT(member) (uint32_t)offsetof(quern__self, member)

/* The fields of a model, for QUERN_MODEL. */
#define QUERN_FIELDS(...) (__VA_ARGS__)

/* QUERN_MODEL(type, table, QUERN_FIELDS(...)) defines type_model. The struct's name stands once: a local typedef carries it
 * to the fields. */
#define QUERN_MODEL(...) QUERN__MODEL(__VA_ARGS__, .reserved = 0)
#define QUERN__MODEL(type, table_, fields_, ...)                                                              \
    _Static_assert(_Generic(((type *)0)->object, quern_object: offsetof(type, object) == 0, default: 0),      \
        "quern: the first member of " #type " must be: quern_object object");                                 \
    QUERN_DECLARE_MODEL(type);                                                                                \
    static const quern_field *quern__fields_of_##type(void)                                                   \
    {                                                                                                         \
        typedef type quern__self;                                                                             \
        static const quern_field list[] = { QUERN__UNWRAP fields_ { 0 } };                                    \
        return list;                                                                                          \
    }                                                                                                         \
    const quern_model type##_model = {                                                                        \
        .layout = sizeof(quern_model), .stride = sizeof(quern_field), .name = #type, .table = table_,         \
        .size = sizeof(type), .fields = quern__fields_of_##type, __VA_ARGS__ }

/* The options once more, for a member that cannot hold NULL: without `null`, so that giving it is a compile error, in which
 * the struct's name is the message. */
struct quern_this_member_cannot_hold_NULL {
    const char *column;
    bool unique, index, no_index, auto_now, auto_now_add;
    uint8_t generated, on_delete;
    uint32_t max_length;
    quern_default default_value;
    const char *default_sql, *type, *choices, *related_name, *to_field;
    int reserved;
};
#define QUERN__NOT_NULL(NAME, name, type) type: (struct quern_this_member_cannot_hold_NULL *)0,
#define QUERN__OPTIONS_OF(member)                                                                             \
    __typeof__(*_Generic((member), short: (struct quern_this_member_cannot_hold_NULL *)0,                     \
        int: (struct quern_this_member_cannot_hold_NULL *)0, long: (struct quern_this_member_cannot_hold_NULL *)0, \
        long long: (struct quern_this_member_cannot_hold_NULL *)0, bool: (struct quern_this_member_cannot_hold_NULL *)0, \
        float: (struct quern_this_member_cannot_hold_NULL *)0, double: (struct quern_this_member_cannot_hold_NULL *)0, \
        QUERN__SCALAR_STRUCTS(QUERN__NOT_NULL) default: (quern_field *)0))
/* Zero, or no program. */
#define QUERN__CHECK_OPTIONS(member, ...) (uint32_t)(0 * sizeof((QUERN__OPTIONS_OF(member)){ __VA_ARGS__ }))

/* A column: QUERN_FIELD(title, .max_length = 200), QUERN_FIELD(subtitle, .column = "sub", .null = true). */
#define QUERN_FIELD(...) QUERN__FIELD(QUERN_ROLE_COLUMN, __VA_ARGS__, .reserved = 0)
/* The primary key: an integer, text or uuid. */
#define QUERN_PRIMARY_KEY(...) QUERN__FIELD(QUERN_ROLE_KEY, __VA_ARGS__, .reserved = 0)
#define QUERN__FIELD(role_, member, ...)                                                                      \
    { .name = #member, .role = role_, .kind = QUERN__KIND(QUERN__MEMBER(member)),                             \
      .offset = QUERN__AT(member) + QUERN__CHECK_OPTIONS(QUERN__MEMBER(member), __VA_ARGS__), __VA_ARGS__ }

/* A relation to one object: QUERN_FOREIGN_KEY(author, author, .on_delete = QUERN_CASCADE) needs the members `author *author`
 * and `author_id`, the key itself, whose type is that of the target's primary key (or .to_field), or its nullable twin. With
 * QUERN_ONE_TO_ONE no two objects point to the same one. */
#define QUERN_FOREIGN_KEY(...) QUERN__FORWARD(QUERN_ROLE_FOREIGN_KEY, __VA_ARGS__, .reserved = 0)
#define QUERN_ONE_TO_ONE(...) QUERN__FORWARD(QUERN_ROLE_ONE_TO_ONE, __VA_ARGS__, .reserved = 0)
#define QUERN__FORWARD(role_, member, model, ...)                                                             \
    { .name = #member, .role = role_, .kind = QUERN__KIND(QUERN__MEMBER(member##_id)),                        \
      .offset = QUERN__AT(member##_id) + QUERN__CHECK_OPTIONS(QUERN__MEMBER(member##_id), __VA_ARGS__),       \
      .object_offset = _Generic(QUERN__MEMBER(member), model *: QUERN__AT(member)),                           \
      .target = &model##_model, __VA_ARGS__ }

/* Members on the other side, which need not be there: they give the other side a name, so that the compiler can check paths over it.
 * NULL until loaded. The other struct must be known here, and its model declared (QUERN_DECLARE_MODEL) where it comes later.
 * QUERN_HAS_MANY(books, book, author), with the member `book **books`, is the other side of the relation `author` of book, a foreign key
 * to this model, or a many to many: author->books[0]->title. QUERN_HAS_ONE(profile, profile, user), with `profile *profile`, is that of
 * a one to one. */
#define QUERN_HAS_MANY(member, model, key_)                                                                   \
    { .name = #member, .role = QUERN_ROLE_HAS_MANY, .target = &model##_model, .key = #key_,                   \
      .object_offset = _Generic(QUERN__MEMBER(member), model **: _Generic(((model *)0)->key_,                 \
          quern__self *: QUERN__AT(member), quern__self **: QUERN__AT(member))) }
#define QUERN_HAS_ONE(member, model, key_)                                                                    \
    { .name = #member, .role = QUERN_ROLE_HAS_ONE, .target = &model##_model, .key = #key_,                    \
      .object_offset = _Generic(QUERN__MEMBER(member), model *: _Generic(((model *)0)->key_, quern__self *: QUERN__AT(member))) }

/* A relation to many objects, each of which may be related to many: QUERN_MANY_TO_MANY(categories, category) needs the member
 * `category **categories`, NULL until loaded, and no column: the pairs are rows of a table between. Options: .through,
 * .through_from, .through_to, .between, .related_name, .symmetrical. */
#define QUERN_MANY_TO_MANY(...) QUERN__MANY_TO_MANY(__VA_ARGS__, .reserved = 0)
#define QUERN__MANY_TO_MANY(member, model, ...)                                                               \
    { .name = #member, .role = QUERN_ROLE_MANY_TO_MANY, .target = &model##_model,                             \
      .object_offset = _Generic(QUERN__MEMBER(member), model **: QUERN__AT(member)), __VA_ARGS__ }

/* A member for .to of a quern_prefetch: QUERN_PREFETCHED(cheap_books, book), with the member `book **cheap_books`: NULL until then. It
 * is no relation, and has no name in paths. */
#define QUERN_PREFETCHED(member, model)                                                                       \
    { .name = #member, .role = QUERN_ROLE_PREFETCHED, .target = &model##_model,                               \
      .object_offset = _Generic(QUERN__MEMBER(member), model **: QUERN__AT(member)) }

/* A list of models for quern_open: QUERN_MODELS(author, book). */
#define QUERN_MODELS(...) ((const quern_model *const[]){ QUERN__MAP(QUERN__MODEL_ITEM, __VA_ARGS__) NULL })
#define QUERN__MODEL_ITEM(type) &type##_model,
/* clang-format on */
#endif

#endif
