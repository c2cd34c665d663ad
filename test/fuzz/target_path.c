/* target_path.c: a path that a client sent, as the name of a field and in a filter: it leads somewhere, or the error says so
 * in words that help. */
#include "test/fuzz/fuzz.h"

#include "lib/base/utf8.h"
#include "lib/model/path.h"
#include "test/support/models.h"

#include <stdlib.h>
#include <string.h>

static bool is_utf8(const char *text)
{
    return quern__utf8_valid(text, strlen(text));
}

static void check_error(const quern__scope *scope, const quern__model *model, const char *text,
                        const quern_error *error)
{
    quern__path path;
    QUERN__FUZZ_CHECK(error->code == QUERN_ERROR_FIELD || error->code == QUERN_ERROR_UNSUPPORTED);
    QUERN__FUZZ_CHECK(*error->message && *error->hint);
    QUERN__FUZZ_CHECK(strcmp(error->path, text) == 0);
    QUERN__FUZZ_CHECK(!is_utf8(text) || (is_utf8(error->message) && is_utf8(error->hint)));
    QUERN__FUZZ_CHECK(!*error->nearest ||
                      !quern__path_resolve(scope, model, error->nearest, QUERN_SITE, &path));
}

static void resolve(quern_session *session, const char *text)
{
    const quern__scope *scope = (const quern__scope *)session;
    const quern__model *model = quern__schema_model(scope->schema, &book_model);
    quern__path path;
    const quern_error *error = quern__path_resolve(scope, model, text, QUERN_SITE, &path);
    if (error) {
        check_error(scope, model, text, error);
        return;
    }
    const size_t length = strlen(text), tail = strlen(path.tail);
    QUERN__FUZZ_CHECK(path.field && path.field->model == model);
    QUERN__FUZZ_CHECK(tail < length && strcmp(text + length - tail, path.tail) == 0);
}

static void filter(quern_session *session, const char *text, quern_value value)
{
    const quern_condition conditions[] = { quern_where(text, value), { 0 } };
    quern_queryset *books = (quern_objects)(session, &book_model, QUERN_SITE);
    books = (quern_filter)(books, conditions, QUERN_SITE);
    const quern_error *error = quern_queryset_error(books);
    QUERN__FUZZ_CHECK(error ? *error->message != '\0' : strstr(quern_sql(books), " WHERE ") != NULL);
}

void quern__fuzz_path(const uint8_t *data, size_t size)
{
    char *text = quern__fuzz_text(data, size);
    quern_session *session = quern__test_session_open(NULL);
    QUERN__FUZZ_CHECK(session);
    resolve(session, text);
    filter(session, text, quern_value_i64(7));
    filter(session, text, quern_value_text("7"));
    filter(session, text, quern_value_bool(true));
    quern__test_session_close(session);
    free(text);
}
