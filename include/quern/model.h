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
 * (typedef struct book book), and the model is then called book_model. */
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
    QUERN_ROLE_KEY,        /* (part of) the primary key */
    QUERN_ROLE_FOREIGN_KEY /* a relation to one object of another model */
} quern_role;

/* One field. Filled by the macros below; the options may be given to them by name and are zero by default. */
typedef struct quern_field {
    const char *name; /* the member's; NULL ends a list */
    uint16_t role;    /* quern_role */
    uint16_t kind;    /* quern_kind of the member, QUERN_NULLABLE too; of a relation: of its key member */
    uint32_t offset;  /* of that member */
    uint32_t object_offset;    /* of a relation: of the pointer to the object */
    const quern_model *target; /* of a relation */
    /* options */
    const char *column; /* the column's name; default: the member's, for a relation that of its key member */
    bool null;          /* a text that may be NULL; for other kinds the nullable twin says so */
    int reserved;
} quern_field;

/* The description of a struct and its table. Filled by QUERN_MODEL; static, and read by all threads. */
struct quern_model {
    uint32_t layout; /* sizeof(quern_model) and sizeof(quern_field) where the model was compiled */
    uint32_t stride;
    const char *name;  /* the struct's */
    const char *table; /* the table's */
    size_t size;       /* of the struct */
    const quern_field *(*fields)(void);
    int reserved;
};

/* Declares a model for other files, C and C++: in a header, QUERN_DECLARE_MODEL(book); */
#define QUERN_DECLARE_MODEL(type) extern const quern_model type##_model

#ifdef __cplusplus
}
#endif

#ifndef __cplusplus
/* clang-format off */
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

/* A column: QUERN_FIELD(title), QUERN_FIELD(title, .column = "book_title", .null = true). */
#define QUERN_FIELD(...) QUERN__FIELD(QUERN_ROLE_COLUMN, __VA_ARGS__, .reserved = 0)
/* The primary key: int32_t, int64_t or text. */
#define QUERN_PRIMARY_KEY(...) QUERN__FIELD(QUERN_ROLE_KEY, __VA_ARGS__, .reserved = 0)
#define QUERN__FIELD(role_, member, ...)                                                                      \
    { .name = #member, .role = role_, .kind = QUERN__KIND(QUERN__MEMBER(member)), .offset = QUERN__AT(member), __VA_ARGS__ }

/* A foreign key: QUERN_FOREIGN_KEY(author, author) needs the members `author *author` and `author_id`, the key itself, whose
 * type is that of the target's primary key (or its nullable twin). */
#define QUERN_FOREIGN_KEY(...) QUERN__FORWARD(QUERN_ROLE_FOREIGN_KEY, __VA_ARGS__, .reserved = 0)
#define QUERN__FORWARD(role_, member, model, ...)                                                             \
    { .name = #member, .role = role_, .kind = QUERN__KIND(QUERN__MEMBER(member##_id)),                        \
      .offset = QUERN__AT(member##_id), .object_offset = _Generic(QUERN__MEMBER(member), model *: QUERN__AT(member)), \
      .target = &model##_model, __VA_ARGS__ }

/* A list of models for quern_open: QUERN_MODELS(author, book). */
#define QUERN_MODELS(...) ((const quern_model *const[]){ QUERN__MAP(QUERN__MODEL_ITEM, __VA_ARGS__) NULL })
#define QUERN__MODEL_ITEM(type) &type##_model,
/* clang-format on */
#endif

#endif
