/* allowed.c: quern_order_by_allowed: an order as a client wrote it, "-title, author__name", of which nothing is believed. */
#include "lib/query/queryset.h"

#include "lib/base/nearest.h"
#include "lib/base/text.h"

#include <string.h>

enum { LONGEST_SHOWN = 100 };

/* A part of the text, without the blanks around it. */
typedef struct term {
    const char *text;
    size_t size;
} term;

static term trimmed(const char *text, size_t size)
{
    while (size && (*text == ' ' || *text == '\t'))
        text++, size--;
    while (size && (text[size - 1] == ' ' || text[size - 1] == '\t'))
        size--;
    return (term){ text, size };
}

static term without_sign(term t)
{
    return t.size && *t.text == '-' ? (term){ t.text + 1, t.size - 1 } : t;
}

/* A random order has no other direction. */
static bool is_allowed(term t, const char *const *names)
{
    const term name = without_sign(t);
    for (; names && *names; names++)
        if (strlen(*names) == name.size && memcmp(*names, name.text, name.size) == 0)
            return name.text == t.text || strcmp(*names, "?") != 0;
    return false;
}

/* "did you mean "title"? choices are: title, author__name" */
static const char *hint_of(const quern__scope *scope, const char *const *names, const char *nearest)
{
    quern__text text = quern__text_open(scope->allocator);
    if (nearest)
        quern__text_put_format(&text, "did you mean \"%s\"? ", nearest);
    quern__text_put(&text, names && *names ? "choices are: " : "there are no choices");
    for (size_t i = 0; names && names[i]; i++)
        quern__text_put_format(&text, "%s%s", i ? ", " : "", names[i]);
    const char *hint = quern__text_keep(&text, scope->arena);
    quern__text_close(&text);
    return hint;
}

/* How much of a term is shown: not half a character. */
static int shown_size(term t)
{
    size_t size = t.size > LONGEST_SHOWN ? LONGEST_SHOWN : t.size;
    while (size && size < t.size && (t.text[size] & 0xc0) == 0x80)
        size--;
    return (int)size;
}

static const quern_error *refuse(const quern__scope *scope, term t, const char *const *names,
                                 const char *site)
{
    quern__nearest nearest;
    const term name = without_sign(t);
    quern__nearest_open(&nearest, name.text, name.size);
    for (size_t i = 0; names && names[i]; i++)
        quern__nearest_offer(&nearest, names[i]);
    const char *best = quern__nearest_get(&nearest);
    const int size = shown_size(t);
    const char *path = quern__arena_format(scope->arena, "%.*s", size, t.text);
    if (!path)
        return &quern__out_of_memory;
    return quern__error_copy(
        scope->arena, &(quern_error){ .code = QUERN_ERROR_VALUE,
                                      .message = quern__arena_format(
                                          scope->arena, "\"%.*s\" is not allowed to order by", size, t.text),
                                      .hint = hint_of(scope, names, best),
                                      .path = path,
                                      .nearest = best,
                                      .site = site });
}

static size_t count_terms(const char *text)
{
    size_t count = 1;
    for (; *text; text++)
        count += *text == ',';
    return count;
}

static const quern_error *read(const quern__scope *scope, const char *text, const char *const *names,
                               const char *site, quern_order *terms)
{
    for (size_t i = 0; text; i++) {
        const size_t size = strcspn(text, ",");
        const term t = trimmed(text, size);
        if (!is_allowed(t, names))
            return refuse(scope, t, names, site);
        const char *kept = quern__arena_format(scope->arena, "%.*s", (int)t.size, t.text);
        if (!kept)
            return &quern__out_of_memory;
        terms[i] = quern_order_name(kept);
        text = text[size] ? text + size + 1 : NULL;
    }
    return NULL;
}

quern_queryset *(quern_order_by_allowed)(quern_queryset *queryset, const char *text, const char *const *names,
                                         const char *site)
{
    quern_queryset *refused = quern__queryset_refused(queryset, site);
    if (refused)
        return refused;
    if (!text || trimmed(text, strlen(text)).size == 0)
        return (quern_order_by)(queryset, NULL, site);
    quern_order *terms =
        quern__arena_take_array(queryset->scope->arena, count_terms(text) + 1, sizeof *terms);
    const quern_error *error =
        terms ? read(queryset->scope, text, names, site, terms) : &quern__out_of_memory;
    return error ? quern__queryset_fail(queryset->scope, error, site)
                 : (quern_order_by)(queryset, terms, site);
}
