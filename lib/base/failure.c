/* failure.c: errors are one piece of memory each, the struct with its texts behind it, whether they lie in an arena or in a
 * failure's own memory. When there is none for a copy, the static quern__out_of_memory stands in. */
#include "lib/base/failure.h"

#include "lib/base/text.h"

#include <stdio.h>
#include <string.h>

/* The texts of an error that are copied; `site` is not: it lives for ever. */
static const size_t text_members[] = {
    offsetof(quern_error, message), offsetof(quern_error, detail),  offsetof(quern_error, hint),
    offsetof(quern_error, path),    offsetof(quern_error, nearest), offsetof(quern_error, sql),
};

enum { TEXT_MEMBERS = sizeof text_members / sizeof text_members[0] };

/* clang-format off */
static const char *const code_names[] = {
    "QUERN_OK",
#define CODE_NAME(NAME, text) "QUERN_ERROR_" #NAME,
    QUERN__ERROR_CODES(CODE_NAME)
#undef CODE_NAME
};
/* clang-format on */

const quern_error quern__out_of_memory = {
    .code = QUERN_ERROR_MEMORY,
    .message = "out of memory",
    .detail = "",
    .hint = "",
    .path = "",
    .nearest = "",
    .sql = "",
};

/* What quern__error_write would say of it, so that nothing need be allocated, or written, to say it. */
static const char out_of_memory_text[] = "QUERN_ERROR_MEMORY: out of memory\n";

static const char *get_text(const quern_error *error, size_t member)
{
    const char *text;
    memcpy(&text, (const char *)error + member, sizeof text);
    return text ? text : "";
}

static void set_text(quern_error *error, size_t member, const char *text)
{
    memcpy((char *)error + member, &text, sizeof text);
}

/* Nobody could make its message: there was no memory for it. */
static bool is_last_resort(const quern_error *error)
{
    return error == &quern__out_of_memory || !error->message;
}

static size_t packed_size(const quern_error *error)
{
    size_t size = sizeof *error;
    for (size_t i = 0; i < TEXT_MEMBERS; i++)
        size += strlen(get_text(error, text_members[i])) + 1;
    return size;
}

static const quern_error *pack(void *memory, const quern_error *error)
{
    if (!memory)
        return &quern__out_of_memory;
    quern_error *copy = memory;
    char *texts = (char *)memory + sizeof *copy;
    *copy = *error;
    for (size_t i = 0; i < TEXT_MEMBERS; i++) {
        const char *text = get_text(error, text_members[i]);
        size_t size = strlen(text) + 1;
        set_text(copy, text_members[i], memcpy(texts, text, size));
        texts += size;
    }
    return copy;
}

static void release_error(quern__failure *failure, const quern_error *error)
{
    if (error != &quern__out_of_memory)
        quern__release(failure->allocator, (void *)(uintptr_t)error);
}

static void release_text(quern__failure *failure)
{
    quern__release(failure->allocator, failure->text);
    failure->text = NULL;
}

/* "  name: value"; later lines of the value are set in deeper. */
static void write_member(quern__text *text, const char *name, const char *value)
{
    if (!value || !*value)
        return;
    quern__text_put_format(text, "  %s: ", name);
    for (const char *end; (end = strchr(value, '\n')) != NULL; value = end + 1) {
        quern__text_put_bytes(text, value, (size_t)(end - value));
        quern__text_put(text, "\n    ");
    }
    quern__text_put(text, value);
    quern__text_put(text, "\n");
}

static const char *outcome_text(quern_outcome outcome)
{
    switch (outcome) {
    case QUERN_APPLIED:
        return "applied";
    case QUERN_OUTCOME_UNKNOWN:
        return "unknown: it may have been applied";
    case QUERN_NOT_APPLIED:
        break;
    }
    return "";
}

const quern_error *quern__error_copy(quern__arena *arena, const quern_error *error)
{
    if (is_last_resort(error))
        return &quern__out_of_memory;
    return pack(quern__arena_take(arena, packed_size(error)), error);
}

quern_error quern__error_whole(const quern_error *error)
{
    quern_error whole = *error;
    for (size_t i = 0; i < TEXT_MEMBERS; i++)
        set_text(&whole, text_members[i], get_text(error, text_members[i]));
    return whole;
}

void quern__failure_open(quern__failure *failure, const quern_allocator *allocator)
{
    *failure = (quern__failure){ .allocator = allocator };
}

void quern__failure_close(quern__failure *failure)
{
    quern__failure_clear(failure);
    release_error(failure, failure->taken);
    failure->taken = NULL;
}

static void keep(quern__failure *failure, const quern_error *error)
{
    failure->current = pack(quern__allocate(failure->allocator, packed_size(error)), error);
}

/* Out of memory by a limit that the program has set; the rest of `error` stays. */
static void keep_limit(quern__failure *failure, const quern_error *error)
{
    const quern__limit_hit *hit = &failure->hit;
    char message[200];
    snprintf(message, sizeof message, "%s is %zu: %zu bytes are held, and %zu more were asked for",
             hit->limit->name, hit->most, hit->held, hit->asked);
    quern_error limit = *error;
    limit.code = QUERN_ERROR_LIMIT;
    limit.message = message;
    limit.hint = hit->limit->hint;
    keep(failure, &limit);
}

void quern__failure_set(quern__failure *failure, const quern_error *error)
{
    if (failure->current)
        return;
    failure->unread = true;
    if (failure->hit.limit && (is_last_resort(error) || error->code == QUERN_ERROR_MEMORY))
        keep_limit(failure, error);
    else if (is_last_resort(error))
        failure->current = &quern__out_of_memory;
    else
        keep(failure, error);
    failure->hit.limit = NULL;
}

void quern__failure_no_memory(quern__failure *failure, const char *site)
{
    quern_error error = quern__out_of_memory;
    error.site = site;
    quern__failure_set(failure, failure->hit.limit ? &error : &quern__out_of_memory);
}

void quern__failure_look(quern__failure *failure)
{
    if (failure->unread)
        failure->unread = false;
}

const quern_error *quern__failure_take(quern__failure *failure)
{
    release_text(failure);
    release_error(failure, failure->taken);
    failure->taken = failure->current;
    failure->current = NULL;
    failure->hit.limit = NULL;
    return failure->taken;
}

void quern__failure_clear(quern__failure *failure)
{
    release_text(failure);
    release_error(failure, failure->current);
    failure->current = NULL;
    failure->hit.limit = NULL;
}

const char *quern__failure_text(quern__failure *failure)
{
    if (!failure->current)
        return "";
    if (failure->current == &quern__out_of_memory)
        return out_of_memory_text;
    if (failure->text)
        return failure->text;
    quern__text text = quern__text_open(failure->allocator);
    quern__error_write(&text, failure->current);
    if (text.broken) {
        quern__text_close(&text);
        return failure->current->message;
    }
    failure->text = text.bytes;
    return failure->text;
}

void quern__error_write(quern__text *text, const quern_error *error)
{
    if (error->site)
        quern__text_put_format(text, "%s: ", error->site);
    quern__text_put_format(text, "%s: %s\n", quern_error_name(error->code), error->message);
    write_member(text, "path", error->path);
    write_member(text, "hint", error->hint);
    write_member(text, "detail", error->detail);
    write_member(text, "sqlstate", error->sqlstate);
    write_member(text, "sql", error->sql);
    write_member(text, "outcome", outcome_text(error->outcome));
}

const char *quern_error_name(quern_error_code code)
{
    size_t count = sizeof code_names / sizeof code_names[0];
    return (size_t)code < count ? code_names[code] : "QUERN_ERROR_?";
}
