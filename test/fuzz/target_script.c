/* target_script.c: cells of the script backend. The first byte picks what the column and the member are, the second whether they
 * are arrays; the rest is the cell. What is read is written as it would be for a parameter, and read again. */
#include "test/fuzz/fuzz.h"

#include "backends/script/decode.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    quern_kind column, member;
} reads[] = {
#define ROW(COLUMN, MEMBER, member, decoder) { QUERN_KIND_##COLUMN, QUERN_KIND_##MEMBER },
    QUERN__SCRIPT_READS(ROW)
#undef ROW
};

/* Pieces in a list, each behind the pointer to the next. */
typedef struct pile {
    quern_storage storage;
    void **first;
} pile;

static void *take(quern_storage *storage, size_t size, size_t alignment)
{
    pile *p = (pile *)storage;
    QUERN__FUZZ_CHECK(size > 0 && alignment <= _Alignof(max_align_t));
    void **entry = malloc(2 * sizeof *entry);
    QUERN__FUZZ_CHECK(entry);
    entry[0] = p->first;
    entry[1] = malloc(size);
    QUERN__FUZZ_CHECK(entry[1]);
    p->first = entry;
    return entry[1];
}

static void drop(pile *p)
{
    while (p->first) {
        void **entry = p->first;
        p->first = entry[0];
        free(entry[1]);
        free(entry);
    }
}

/* A member of any kind; where it is an array, all look alike. */
typedef union member {
    quern_array_text array;
    unsigned char bytes[sizeof(quern_inet) + sizeof(quern_array_text)];
} member;

static quern_value value_of(quern_kind kind, const member *m)
{
    quern_value value = { .kind = (uint16_t)kind };
    const quern_array_text alone = { (const char *const *)(const void *)m, NULL, 1 };
    const quern_array_text array = (unsigned)kind & QUERN_ARRAY ? m->array : alone;
    value.kind |= QUERN_ARRAY;
    value.count = (uint32_t)array.count;
    value.as.array.items = array.items;
    value.as.array.nulls = array.nulls;
    return value;
}

/* As an array, even where it is a single value: it is written in the same way, but for the quotes. */
static void write(quern__script_text *to, quern_kind kind, const member *m)
{
    const quern_value value = value_of(kind, m);
    quern__script_put_array(&to->writer, &value);
    QUERN__FUZZ_CHECK(!to->broken && to->size >= 2);
}

static void check_again(quern_kind kind, const member *m, pile *p)
{
    const quern_allocator *allocator = quern_system_allocator();
    quern__script_text written = quern__script_text_open(allocator),
                       again = quern__script_text_open(allocator);
    const quern_kind array = (quern_kind)((unsigned)kind | QUERN_ARRAY);
    const quern_column column = { .name = "c", .type = (uint32_t)array, .modifier = -1 };
    member back;
    write(&written, kind, m);
    const quern_cell cell = { .data = written.bytes, .size = written.size };
    QUERN__FUZZ_CHECK(quern__script_decoder(&column, array)(&cell, &back, &p->storage) == QUERN_DECODED);
    write(&again, array, &back);
    QUERN__FUZZ_CHECK(written.size == again.size && memcmp(written.bytes, again.bytes, again.size) == 0);
    quern__script_text_close(&written);
    quern__script_text_close(&again);
}

void quern__fuzz_script(const uint8_t *data, size_t size)
{
    if (size < 2)
        return;
    const size_t pick = data[0] % (sizeof reads / sizeof *reads);
    const unsigned array = data[1] % 2 ? QUERN_ARRAY : 0;
    const quern_column column = { .name = "c", .type = (uint32_t)reads[pick].column | array, .modifier = -1 };
    const quern_kind kind = (quern_kind)((unsigned)reads[pick].member | array);
    pile p = { .storage = { take } };
    member out, before;
    memset(&out, 0x5a, sizeof out);
    memset(&before, 0x5a, sizeof before);
    quern_decoder *decoder = quern__script_decoder(&column, kind);
    QUERN__FUZZ_CHECK(decoder);
    const quern_cell cell = { .data = data + 2, .size = size - 2 };
    if (decoder(&cell, &out, &p.storage) == QUERN_DECODED)
        check_again(kind, &out, &p);
    else
        QUERN__FUZZ_CHECK(memcmp(&out, &before, sizeof out) == 0);
    drop(&p);
}
