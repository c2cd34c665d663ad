/* line.c: the lines of a script: how an expectation is kept, and which one fits a statement. */
#include "backends/script/inner.h"

#include <string.h>

/* Copies texts into a block, or only measures them while there is none. */
typedef struct packer {
    char *bytes;
    size_t used;
} packer;

static const char *pack(packer *p, const char *text)
{
    if (!text)
        return NULL;
    size_t size = strlen(text) + 1;
    char *copy = p->bytes ? memcpy(p->bytes + p->used, text, size) : NULL;
    p->used += size;
    return copy;
}

static size_t count_columns(const quern_script_column *columns)
{
    size_t count = 0;
    while (columns && columns[count].name)
        count++;
    return count;
}

static void pack_texts(packer *p, const quern_script_expectation *from, quern_script_expectation *to)
{
    to->sql = pack(p, from->sql);
    to->contains = pack(p, from->contains);
    to->values = pack(p, from->values);
    to->sqlstate = pack(p, from->sqlstate);
    to->message = pack(p, from->message);
    to->detail = pack(p, from->detail);
    to->hint = pack(p, from->hint);
}

static void pack_answer(packer *p, const quern_script_expectation *from, size_t column_count,
                        quern_column *columns, const char **cells)
{
    for (size_t i = 0; i < column_count; i++) {
        const char *name = pack(p, from->columns[i].name);
        if (columns)
            columns[i] =
                (quern_column){ .name = name, .type = (uint32_t)from->columns[i].kind, .modifier = -1 };
    }
    for (size_t i = 0; i < from->cell_count; i++) {
        const char *cell = pack(p, from->cells[i]);
        if (cells)
            cells[i] = cell;
    }
}

bool quern__script_line_makes_sense(const quern_script_expectation *expectation)
{
    size_t columns = count_columns(expectation->columns);
    return columns ? expectation->cell_count % columns == 0 : expectation->cell_count == 0;
}

quern__script_line *quern__script_line_new(const quern_allocator *allocator,
                                           const quern_script_expectation *expectation, const char *site)
{
    packer p = { 0 };
    quern_script_expectation copy = *expectation;
    size_t columns = count_columns(expectation->columns);
    pack_texts(&p, expectation, &copy);
    pack_answer(&p, expectation, columns, NULL, NULL);
    size_t arrays = columns * sizeof(quern_column) + expectation->cell_count * sizeof(const char *);
    quern__script_line *line = quern__script_allocate(allocator, sizeof *line + arrays + p.used);
    if (!line)
        return NULL;
    line->columns = (quern_column *)(line + 1);
    const char **cells = (const char **)(line->columns + columns);
    p = (packer){ .bytes = (char *)(cells + expectation->cell_count) };
    pack_texts(&p, expectation, &copy);
    pack_answer(&p, expectation, columns, line->columns, cells);
    line->is = copy;
    line->is.columns = NULL; /* as quern_column from now on */
    line->is.cells = cells;
    line->is.times = copy.times ? copy.times : 1;
    line->column_count = columns;
    line->site = site;
    return line;
}

bool quern__script_line_open(const quern__script_line *line)
{
    return line->is.times == QUERN_SCRIPT_ALWAYS || line->used < line->is.times;
}

static bool fits(const quern_script_expectation *expected, const quern_script_statement *statement)
{
    return (!expected->sql || strcmp(expected->sql, statement->sql) == 0) &&
           (!expected->contains || strstr(statement->sql, expected->contains)) &&
           (!expected->values || strcmp(expected->values, statement->values) == 0);
}

/* The line that answers the statement, or NULL, and then *wanted is the one that was due (NULL: none). */
quern__script_line *quern__script_find(quern_script *script, const quern_script_statement *statement,
                                       const quern__script_line **wanted)
{
    *wanted = NULL;
    for (quern__script_line *line = script->lines; line; line = line->next) {
        bool always = line->is.times == QUERN_SCRIPT_ALWAYS;
        if (!quern__script_line_open(line) || (!always && *wanted))
            continue;
        if (fits(&line->is, statement))
            return line;
        if (!always)
            *wanted = line;
    }
    return NULL;
}

void quern__script_line_describe(quern_writer *writer, const quern__script_line *line)
{
    const quern_script_expectation *is = &line->is;
    if (is->contains) {
        quern__script_put(writer, "a statement with ");
        quern__script_put(writer, is->contains);
    }
    if (is->sql || !is->contains)
        quern__script_put(writer, is->sql ? is->sql : "any statement");
    if (is->values) {
        quern__script_put(writer, " [");
        quern__script_put(writer, is->values);
        quern__script_put(writer, "]");
    }
    if (line->site) {
        quern__script_put(writer, " (");
        quern__script_put(writer, line->site);
        quern__script_put(writer, ")");
    }
}
