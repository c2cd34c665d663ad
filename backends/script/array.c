/* array.c: arrays as PostgreSQL writes them: "{1,2,NULL}", an item in quotes where it is empty, reads as NULL, or has a brace,
 * comma, quote, backslash or space in it; within quotes a backslash stands before a quote or backslash. */
#include "backends/script/decode.h"

#include <string.h>
#include <strings.h>

static const char spaces[] = " \t\n\v\f\r";

/* ---- Reading ---- */

/* An array's text, and where the next item's text goes; NULL: it is only looked at. */
typedef struct reader {
    const char *at, *end;
    char *to;
} reader;

typedef struct item {
    const char *text;
    size_t size;
    bool null;
} item;

static bool is_at(const reader *r, const char *among)
{
    return r->at < r->end && *r->at && strchr(among, *r->at);
}

static bool skip(reader *r, const char *among)
{
    const bool there = is_at(r, among);
    r->at += there;
    return there;
}

static void skip_spaces(reader *r)
{
    while (skip(r, spaces))
        continue;
}

/* One byte of an item, or what a backslash stands before. */
static bool take_byte(reader *r, item *out)
{
    skip(r, "\\");
    if (r->at == r->end)
        return false;
    if (r->to)
        r->to[out->size] = *r->at;
    out->size++;
    r->at++;
    return true;
}

static bool take_quoted(reader *r, item *out)
{
    while (!skip(r, "\""))
        if (!take_byte(r, out))
            return false;
    return true;
}

/* Spaces at its end are none of it. */
static bool take_plain(reader *r, item *out)
{
    const char *begin = r->at;
    size_t size = 0;
    while (!is_at(r, ",}")) {
        const bool space = is_at(r, spaces);
        if (is_at(r, "\"{") || !take_byte(r, out))
            return false;
        size = space ? size : out->size;
    }
    out->size = size;
    out->null = size == 4 && strncasecmp(begin, "NULL", 4) == 0;
    return size > 0;
}

/* An item and the comma behind it, or the brace, which stays. */
static quern_decoded next_item(reader *r, item *out)
{
    *out = (item){ .text = r->to };
    skip_spaces(r);
    if (is_at(r, "{"))
        return QUERN_DECODE_DIMENSIONS;
    if (!(skip(r, "\"") ? take_quoted(r, out) : take_plain(r, out)))
        return QUERN_DECODE_MALFORMED;
    skip_spaces(r);
    if (r->to)
        r->to += out->size;
    return is_at(r, "}") || (skip(r, ",") && !is_at(r, "}")) ? QUERN_DECODED : QUERN_DECODE_MALFORMED;
}

static bool at_end(reader r)
{
    if (!skip(&r, "}"))
        return false;
    skip_spaces(&r);
    return r.at == r.end;
}

/* A text that begins with "[2:3]=" says that it is no plain array. */
static quern_decoded open_array(const quern_cell *cell, reader *out)
{
    *out = (reader){ .at = cell->data };
    out->end = out->at + cell->size;
    skip_spaces(out);
    if (is_at(out, "["))
        return QUERN_DECODE_DIMENSIONS;
    if (!skip(out, "{"))
        return QUERN_DECODE_MALFORMED;
    skip_spaces(out);
    return QUERN_DECODED;
}

/* Looks at all of the text. */
static quern_decoded count_items(reader r, size_t *count, size_t *nulls)
{
    item next;
    for (*count = *nulls = 0; !at_end(r); ++*count) {
        const quern_decoded found = next_item(&r, &next);
        if (found != QUERN_DECODED)
            return found;
        *nulls += next.null;
    }
    return QUERN_DECODED;
}

/* All arrays look like this. */
typedef struct array {
    const void *items;
    const bool *nulls;
    size_t count;
} array;
_Static_assert(sizeof(array) == sizeof(quern_array_text), "arrays look alike");

/* `nulls` is NULL when none is; NULLs are zeros. */
static quern_decoded read_items(reader r, const quern__script_item *how, char *to, bool *nulls,
                                quern_storage *storage)
{
    for (size_t i = 0; !at_end(r); i++, to += how->size) {
        item next;
        next_item(&r, &next);
        memset(to, 0, how->size);
        if (nulls)
            nulls[i] = next.null;
        const quern_decoded decoded =
            next.null ? QUERN_DECODED
                      : how->decode(&(quern_cell){ .data = next.text, .size = next.size }, to, storage);
        if (decoded != QUERN_DECODED)
            return decoded;
    }
    return QUERN_DECODED;
}

quern_decoded quern__script_read_array(const quern__script_item *how, const quern_cell *cell, void *member,
                                       quern_storage *storage)
{
    size_t count, null_count;
    reader r;
    quern_decoded done = open_array(cell, &r);
    if (done == QUERN_DECODED)
        done = count_items(r, &count, &null_count);
    if (done != QUERN_DECODED)
        return done;
    char *items = storage->take(storage, count ? count * how->size : 1, how->alignment);
    bool *nulls = null_count ? storage->take(storage, count * sizeof *nulls, 1) : NULL;
    r.to = storage->take(storage, cell->size, 1);
    if (!items || !r.to || (null_count && !nulls))
        return QUERN_DECODE_NO_MEMORY;
    done = read_items(r, how, items, nulls, storage);
    if (done == QUERN_DECODED)
        memcpy(member, &(array){ .items = items, .nulls = nulls, .count = count }, sizeof(array));
    return done;
}

/* ---- Writing ---- */

static bool needs_quotes(const char *text)
{
    return !*text || strcasecmp(text, "NULL") == 0 || text[strcspn(text, "{},\"\\ \t\n\v\f\r")];
}

/* Puts a backslash before each quote and backslash. */
typedef struct escaper {
    quern_writer writer;
    quern_writer *to;
} escaper;

static void put_escaped(quern_writer *writer, const char *bytes, size_t size)
{
    quern_writer *to = ((escaper *)writer)->to;
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] == '"' || bytes[i] == '\\')
            to->put(to, "\\", 1);
        to->put(to, &bytes[i], 1);
    }
}

static bool item_needs_quotes(const quern_value *value)
{
    switch (value->kind) {
    case QUERN_KIND_BYTES:
        return true;
    case QUERN_KIND_TEXT:
    case QUERN_KIND_DECIMAL:
    case QUERN_KIND_JSON:
        return needs_quotes(quern__script_text_in(value));
    default:
        return false;
    }
}

/* A float is written as one: as a double it would have digits that nobody wrote. */
static void put_item(quern_writer *writer, const quern_value *array, size_t i)
{
    const quern_value value = quern__script_item_at(array, i);
    escaper inside = { .writer = { .put = put_escaped }, .to = writer };
    const bool quotes = item_needs_quotes(&value);
    quern__script_put(writer, quotes ? "\"" : "");
    quern__script_put_bare(quotes ? &inside.writer : writer, &value, array->kind);
    quern__script_put(writer, quotes ? "\"" : "");
}

void quern__script_put_array(quern_writer *writer, const quern_value *array)
{
    quern__script_put(writer, "{");
    for (size_t i = 0; i < array->count; i++) {
        quern__script_put(writer, i ? "," : "");
        put_item(writer, array, i);
    }
    quern__script_put(writer, "}");
}
