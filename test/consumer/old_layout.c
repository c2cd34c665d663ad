/* old_layout.c: a program as one compiled against an older header would be. Its structs of options and of descriptions lack
 * the last members of today's, and poison lies where those would be. quern must read what was given, and take the rest for
 * zero. The backend without a server is enough for it. */
#include <quern/backend/script.h>
#include <quern/quern.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define UP_TO(type, member) (offsetof(type, member))

typedef struct leaf {
    quern_object object;
    int64_t id;
    const char *title;
} leaf;

/* The fields, without the options column and null: the poison behind each is the next one's name. */
typedef struct old_field {
    const char *name;
    uint16_t role;
    uint16_t kind;
    uint32_t offset;
    uint32_t object_offset;
    const quern_model *target;
} old_field;
_Static_assert(sizeof(old_field) == UP_TO(quern_field, column), "the old layout is a beginning of today's");

static const quern_field *fields(void)
{
    static const old_field list[] = {
        { "id", QUERN_ROLE_KEY, QUERN_KIND_I64, offsetof(leaf, id), 0, NULL },
        { "title", QUERN_ROLE_COLUMN, QUERN_KIND_TEXT, offsetof(leaf, title), 0, NULL },
        { NULL, 0xffff, 0xffff, 0xffffffff, 0xffffffff, NULL },
    };
    return (const quern_field *)(const void *)list;
}

/* A model that ends after `fields`. */
static const struct {
    uint32_t layout;
    uint32_t stride;
    const char *name;
    const char *table;
    size_t size;
    const quern_field *(*fields)(void);
    unsigned char poison[64];
} old_model = { UP_TO(quern_model, reserved),
                sizeof(old_field),
                "leaf",
                "consumer_leaf",
                sizeof(leaf),
                fields,
                { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff } };
static const quern_model *const leaf_model_of_old = (const quern_model *)(const void *)&old_model;

/* Options with poison from `size` on. */
static quern_options poisoned(const quern_options *good, size_t size)
{
    quern_options options;
    memset(&options, 0xfe, sizeof options);
    memcpy(&options, good, size);
    return options;
}

/* Today's allocator and backend lie in the poison: taking either for a pointer is the end. */
static bool opens_with_short_options(void)
{
    const quern_model *const models[] = { leaf_model_of_old, NULL };
    const size_t size = UP_TO(quern_options, connect_ms);
    const quern_options options = poisoned(&(const quern_options){ .pool_max = 2, .turn_ms = 100 }, size);
    quern_db *db = (quern_open)("", models, &options, size, QUERN_SITE);
    bool good = quern_db_error(db) == NULL;
    return quern_close(db, 1000) && good;
}

static bool expect_rows(quern_script *script)
{
    const quern_script_expectation expectation = {
        .contains = "\"consumer_leaf\".\"title\"",
        QUERN_SCRIPT_COLUMNS({ "id", QUERN_KIND_I64 }, { "title", QUERN_KIND_TEXT }),
        QUERN_SCRIPT_ROWS("7", "oak", "8", "elm"),
    };
    const size_t size = UP_TO(quern_script_expectation, changed);
    quern_script_expectation old;
    memset(&old, 0xfe, sizeof old);
    memcpy(&old, &expectation, size);
    return (quern_script_expect)(script, &old, size, QUERN_SITE);
}

static bool reads_into_the_struct(void)
{
    const quern_model *const models[] = { leaf_model_of_old, NULL };
    quern_script *script = quern_script_new(NULL);
    const size_t size = UP_TO(quern_options, reserved);
    const quern_options options =
        poisoned(&(const quern_options){ .backend = quern_script_backend(script) }, size);
    quern_db *db = (quern_open)("script:", models, &options, size, QUERN_SITE);
    quern_session *s = quern_session_open(db);
    bool good = expect_rows(script);
    leaf *first =
        (quern_first)((quern_objects)(s, leaf_model_of_old, QUERN_SITE), leaf_model_of_old, QUERN_SITE);
    good &= first && first->id == 7 && strcmp(first->title, "oak") == 0;
    fputs(quern_error_text(s), stderr);
    fputs(quern_script_report(script), stderr);
    good &= !quern_failed(s) && strcmp(quern_script_report(script), "") == 0;
    quern_session_close(s);
    good &= quern_close(db, 1000);
    quern_script_free(script);
    return good;
}

int main(void)
{
    const bool opens = opens_with_short_options(), reads = reads_into_the_struct();
    if (!opens)
        fputs("old_layout: quern_open with shorter options went wrong\n", stderr);
    if (!reads)
        fputs("old_layout: a shorter model did not read its rows\n", stderr);
    return opens && reads ? EXIT_SUCCESS : EXIT_FAILURE;
}
