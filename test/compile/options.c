/* options.c: every option of a field, on a member that can hold NULL and on one that cannot: the header lists them twice. */
#include <quern/quern.h>

typedef struct author {
    quern_object object;
    int64_t id;
    const char *code;
} author;

typedef struct book {
    quern_object object;
    const char *title;
    int32_t pages;
    int64_t author_id;
    author *author;
    const char *editor_id;
    struct author *editor;
    struct author **translators;
} book;

QUERN_MODEL(author, "author",
            QUERN_FIELDS(QUERN_PRIMARY_KEY(id, .generated = QUERN_NOT_GENERATED), QUERN_FIELD(code)));

/* clang-format off */
QUERN_MODEL(book, "book",
            QUERN_FIELDS(QUERN_FIELD(title,
                                     .column = "name",
                                     .null = true,
                                     .unique = true,
                                     .index = true,
                                     .no_index = true,
                                     .auto_now = true,
                                     .auto_now_add = true,
                                     .generated = QUERN_GENERATED,
                                     .on_delete = QUERN_CASCADE,
                                     .max_length = 100,
                                     .default_value = QUERN_DEFAULT("draft"),
                                     .default_sql = "now()",
                                     .type = "citext",
                                     .choices = QUERN_CHOICES("draft", "published"),
                                     .related_name = "books",
                                     .to_field = "code"),
                         QUERN_PRIMARY_KEY(pages,
                                     .column = "leaves",
                                     .unique = true,
                                     .index = true,
                                     .no_index = true,
                                     .auto_now = true,
                                     .auto_now_add = true,
                                     .generated = QUERN_GENERATED,
                                     .on_delete = QUERN_CASCADE,
                                     .max_length = 100,
                                     .default_value = QUERN_DEFAULT(5),
                                     .default_sql = "5",
                                     .type = "smallint",
                                     .choices = "",
                                     .related_name = "books",
                                     .to_field = "id"),
                         QUERN_FOREIGN_KEY(author, author, .on_delete = QUERN_CASCADE, .related_name = "+"),
                         QUERN_ONE_TO_ONE(editor, author, .null = true, .to_field = "code", .no_index = true),
                         QUERN_MANY_TO_MANY(translators, author,
                                     .through = &author_model,
                                     .through_from = "book",
                                     .through_to = "author",
                                     .between = "book_translators",
                                     .symmetrical = true,
                                     .related_name = "translated")),
            .schema = "library", .ordering = QUERN_NAMES("-title", "pages"), .to_text = NULL, .unmanaged = true);
/* clang-format on */

/* What a default may be, as static data. */
extern const quern_default defaults[];
const quern_default defaults[] = {
    QUERN_DEFAULT((bool)true), QUERN_DEFAULT(-5),     QUERN_DEFAULT(5000000000),      QUERN_DEFAULT(0.5f),
    QUERN_DEFAULT(0.5),        QUERN_DEFAULT("text"), QUERN_DEFAULT((const char *)0),
};
