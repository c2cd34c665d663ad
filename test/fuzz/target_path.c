/* target_path.c: a path that a client sent, as the name of a field and in a filter: it leads somewhere, or the error says so
 * in words that help. */
#include "test/fuzz/fuzz.h"

#include "lib/base/utf8.h"
#include "lib/model/path.h"
#include "test/support/club.h"

#include <stdlib.h>
#include <string.h>

static bool is_utf8(const char *text)
{
    return quern__utf8_valid(text, strlen(text));
}

/* Whether some model has that name: which one is where the path broke off. */
static bool leads_somewhere(const quern__scope *scope, const char *name)
{
    quern__path path;
    for (size_t i = 0; i < scope->schema->count; i++)
        if (!quern__path_resolve(scope, &scope->schema->models[i], name, QUERN_SITE, &path))
            return true;
    return false;
}

static void check_error(const quern__scope *scope, const char *text, const quern_error *error)
{
    QUERN__FUZZ_CHECK(error->code == QUERN_ERROR_FIELD);
    QUERN__FUZZ_CHECK(*error->message && *error->hint);
    QUERN__FUZZ_CHECK(strcmp(error->path, text) == 0);
    QUERN__FUZZ_CHECK(!is_utf8(text) || (is_utf8(error->message) && is_utf8(error->hint)));
    QUERN__FUZZ_CHECK(!*error->nearest || leads_somewhere(scope, error->nearest));
}

/* Each step begins where the one before it has led. */
static const quern__model *walk(const quern__model *at, const quern__hop *const *hops, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        QUERN__FUZZ_CHECK(hops[i]->near->model == at && hops[i]->far->model == hops[i]->to);
        at = hops[i]->to;
    }
    return at;
}

static void resolve(quern_session *session, const quern_model *descriptor, const char *text)
{
    const quern__scope *scope = (const quern__scope *)session;
    const quern__model *model = quern__schema_model(scope->schema, descriptor);
    quern__path path;
    const quern_error *error = quern__path_resolve(scope, model, text, QUERN_SITE, &path);
    if (error) {
        check_error(scope, text, error);
        return;
    }
    const size_t length = strlen(text), tail = strlen(path.tail);
    const quern__model *at = walk(model, path.column.hops, path.column.hop_count);
    QUERN__FUZZ_CHECK(path.column.field && path.column.field->model == at);
    QUERN__FUZZ_CHECK(!path.relation || walk(model, path.way, path.way_count) == path.relation->target);
    QUERN__FUZZ_CHECK(tail < length && strcmp(text + length - tail, path.tail) == 0);
}

static void check_sql(quern_queryset *queryset)
{
    const quern_error *error = quern_queryset_error(queryset);
    QUERN__FUZZ_CHECK(error ? *error->message != '\0' : strstr(quern_sql(queryset), " WHERE ") != NULL);
}

static void filter(quern_session *session, const quern_model *model, const char *text, quern_value value)
{
    const quern_condition conditions[] = { quern_where(text, value), { 0 } };
    quern_queryset *all = (quern_objects)(session, model, QUERN_SITE);
    check_sql((quern_filter)(all, conditions, QUERN_SITE));
    check_sql((quern_exclude)(all, conditions, QUERN_SITE));
}

void quern__fuzz_path(const uint8_t *data, size_t size)
{
    char *text = quern__fuzz_text(data, size);
    quern_session *session = quern__test_session_open(NULL);
    QUERN__FUZZ_CHECK(session);
    static const quern_model *const models[] = { &book_model, &player_model, &club_model };
    for (size_t i = 0; i < sizeof models / sizeof *models; i++) {
        resolve(session, models[i], text);
        filter(session, models[i], text, quern_value_i64(7));
        filter(session, models[i], text, quern_value_text("7"));
        filter(session, models[i], text, quern_value_bool(true));
    }
    quern__test_session_close(session);
    free(text);
}
