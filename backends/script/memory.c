/* memory.c: texts that grow, and the one block that a statement's record is. */
#include "backends/script/inner.h"

#include <string.h>

void *quern__script_allocate(const quern_allocator *allocator, size_t size)
{
    void *memory = size ? allocator->allocate(allocator->context, size) : NULL;
    return memory ? memset(memory, 0, size) : NULL;
}

void quern__script_release(const quern_allocator *allocator, void *memory)
{
    if (memory)
        allocator->release(allocator->context, memory);
}

static bool grow(quern__script_text *text, size_t more)
{
    size_t needed = text->size + more + 1;
    if (needed <= text->capacity)
        return true;
    size_t capacity = needed < 64 ? 64 : needed * 2;
    const quern_allocator *a = text->allocator;
    char *bytes =
        text->bytes ? a->reallocate(a->context, text->bytes, capacity) : a->allocate(a->context, capacity);
    if (!bytes) {
        text->broken = true;
        return false;
    }
    text->bytes = bytes;
    text->capacity = capacity;
    return true;
}

static void put_bytes(quern_writer *writer, const char *bytes, size_t size)
{
    quern__script_text *text = (quern__script_text *)writer;
    if (text->broken || !grow(text, size))
        return;
    if (size)
        memcpy(text->bytes + text->size, bytes, size);
    text->size += size;
    text->bytes[text->size] = '\0';
}

quern__script_text quern__script_text_open(const quern_allocator *allocator)
{
    return (quern__script_text){ .writer = { .put = put_bytes }, .allocator = allocator };
}

void quern__script_text_close(quern__script_text *text)
{
    quern__script_release(text->allocator, text->bytes);
    *text = quern__script_text_open(text->allocator);
}

void quern__script_put(quern_writer *writer, const char *string)
{
    writer->put(writer, string, strlen(string));
}

quern__script_record *quern__script_record_new(const quern_allocator *allocator, const char *sql,
                                               const char *values)
{
    size_t sql_size = strlen(sql) + 1, values_size = strlen(values) + 1;
    quern__script_record *record = quern__script_allocate(allocator, sizeof *record + sql_size + values_size);
    if (!record)
        return NULL;
    char *texts = (char *)(record + 1);
    record->is.sql = memcpy(texts, sql, sql_size);
    record->is.values = memcpy(texts + sql_size, values, values_size);
    return record;
}
