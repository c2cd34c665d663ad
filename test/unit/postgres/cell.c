/* cell.c: decoding for tests. How members are written is in show.c. */
#include "test/unit/postgres/cell.h"

#include <stdlib.h>
#include <string.h>

typedef struct cell_piece {
    struct cell_piece *before;
    max_align_t bytes[];
} piece;

static void *take(quern_storage *storage, size_t size, size_t alignment)
{
    cell_storage *s = (cell_storage *)storage;
    const bool sound = alignment && (alignment & (alignment - 1)) == 0 && alignment <= _Alignof(max_align_t);
    if (!sound)
        abort();
    if (s->most && s->pieces == s->most)
        return NULL;
    const size_t offset =
        alignment < _Alignof(max_align_t) ? alignment : 0; /* aligned to that, and not better */
    piece *p = malloc(sizeof *p + offset + size);
    if (!p)
        return NULL;
    p->before = s->last;
    s->last = p;
    s->pieces++;
    s->taken += size;
    return memset((char *)p->bytes + offset, 0xa5, size);
}

cell_storage cell_storage_open(size_t most)
{
    return (cell_storage){ .storage = { take }, .most = most };
}

void cell_storage_close(cell_storage *storage)
{
    for (piece *p = storage->last, *before; p; p = before) {
        before = p->before;
        free(p);
    }
    storage->last = NULL;
}

quern_decoded cell_decode(quern_decoder *decoder, const void *bytes, size_t size, void *member,
                          cell_storage *storage)
{
    unsigned char *copy = malloc(size ? size : 1);
    if (!copy)
        abort();
    if (size)
        memcpy(copy, bytes, size);
    const quern_decoded decoded =
        decoder(&(quern_cell){ .data = copy, .size = size }, member, &storage->storage);
    free(copy);
    return decoded;
}

static const struct {
    quern_kind kind;
    const char *scalar, *array;
    size_t size;
} kinds[] = {
#define ROW(NAME, name, type) { QUERN_KIND_##NAME, #type, "quern_array_" #name, sizeof(type) },
    QUERN__ELEMENTS(ROW)
#undef ROW
};

const quern_kind cell_kinds[] = {
#define KIND(NAME, name, type) QUERN_KIND_##NAME,
    QUERN__ELEMENTS(KIND)
#undef KIND
        QUERN_KIND_END,
};

static size_t row_of(quern_kind kind)
{
    size_t i = 0;
    while (kinds[i].kind != (kind & ~(unsigned)QUERN_ARRAY))
        i++;
    return i;
}

const char *cell_kind_name(quern_kind kind)
{
    return kind & QUERN_ARRAY ? kinds[row_of(kind)].array : kinds[row_of(kind)].scalar;
}

size_t cell_kind_size(quern_kind kind)
{
    return kind & QUERN_ARRAY ? sizeof(quern_array_text) : kinds[row_of(kind)].size;
}
