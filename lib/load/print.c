/* print.c: quern_print. Nothing is written before all is known. */
#include "lib/load/evaluate.h"
#include "lib/load/span.h"
#include "lib/load/text.h"

#include <quern/row.h>

#include <errno.h>
#include <string.h>

enum { LINES = 20 };

static bool refuse(quern_session *session, const char *message, const char *hint, const char *site)
{
    quern__failure_set(
        &session->scope.failure,
        message ? &(quern_error){ .code = QUERN_ERROR_USAGE, .message = message, .hint = hint, .site = site }
                : &quern__out_of_memory);
    return false;
}

static bool write_text(quern_session *session, const quern__text *text, FILE *out, const char *site)
{
    errno = 0;
    if (fwrite(quern__text_get(text), 1, text->size, out) == text->size && fflush(out) == 0)
        return true;
    const int error = errno;
    char reason[128] = "the stream cannot be written to";
    if (error)
        snprintf(reason, sizeof reason, "%s", strerror(error));
    return refuse(session, quern__arena_format(session->scope.arena, "quern_print: %s", reason), "", site);
}

static bool print(quern_session *session, const quern_queryset *queryset, const quern__span *rows, FILE *out,
                  const char *site)
{
    quern__text text = quern__text_open(session->scope.allocator);
    const bool are_rows = queryset->rows || queryset->model->descriptor == &quern_row_model;
    for (size_t i = 0; i < rows->count && i < LINES; i++) {
        (are_rows ? quern__row_put : quern__object_put)(&text, quern__span_row(rows, i));
        quern__text_put(&text, "\n");
    }
    if (rows->count > LINES)
        quern__text_put(&text, "... and more\n");
    const bool written =
        text.broken ? refuse(session, NULL, NULL, site) : write_text(session, &text, out, site);
    quern__text_close(&text);
    return written;
}

bool(quern_print)(quern_queryset *queryset, FILE *out, const char *site)
{
    static const quern__wish wish = { .intent = QUERN__INTENT_ROWS, .most = LINES + 1 };
    quern_session *session = quern__evaluation_begin(queryset);
    quern__span rows;
    if (!session)
        return false;
    if (!out)
        return refuse(session, "quern_print without a stream", "give it one: stdout", site);
    if (!quern__evaluation_prepare(queryset, site))
        return false;
    if (quern__span_cached(queryset, &rows))
        return print(session, queryset, &rows, out, site);
    quern_result *result = quern__evaluate_and_prefetch(session, queryset, &wish, LINES + 1, site);
    if (!result)
        return false;
    rows = quern__span_of(result);
    const bool printed = print(session, queryset, &rows, out, site);
    quern__result_close(result);
    return printed;
}
