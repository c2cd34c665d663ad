/* target_cell.c: the decoders from PostgreSQL's binary format. The first byte says which: a row of QUERN__PG_READS, and 128
 * more for its array; the rest is the cell. */
#include "test/fuzz/fuzz.h"

#include "backends/postgres/decode.h"
#include "test/unit/postgres/cell.h"

#include <quern/convert.h>

#include <string.h>

enum {
    ARRAY = 128,
    UNTOUCHED = 0x5a,
    LONGEST_DECIMAL = 1 + 131072 + 1 + 16383 + 1,
    SHORTEST_ITEM = 4 + 8 /* of decimals: its size, and a header */
};

static const struct {
    uint32_t type, array;
    quern_kind kind;
} rows[] = {
#define ROW(TYPE, KIND, kind, decoder) { QUERN__PG_##TYPE, QUERN__PG_##TYPE##_ARRAY, QUERN_KIND_##KIND },
    QUERN__PG_READS(ROW)
#undef ROW
};

enum { ROWS = sizeof rows / sizeof *rows };

typedef struct input {
    quern_decoder *decoder;
    quern_kind kind;
    const uint8_t *cell;
    size_t size;
} input;

static input read_input(const uint8_t *data, size_t size)
{
    const size_t row = data[0] % ARRAY % ROWS;
    const bool array = data[0] >= ARRAY;
    const quern_column column = { .type = array ? rows[row].array : rows[row].type };
    const quern_kind kind = (quern_kind)(rows[row].kind | (array ? QUERN_ARRAY : 0));
    return (input){ quern_postgres_backend()->decoder(&column, kind), kind, data + 1, size - 1 };
}

/* An item of any type is at most a few times as large as what it takes in the cell, but a decimal. */
static size_t most_memory(const input *in)
{
    const bool decimal = (in->kind & ~(unsigned)QUERN_ARRAY) == QUERN_KIND_DECIMAL;
    const size_t decimals = in->kind & QUERN_ARRAY ? in->size / SHORTEST_ITEM : 1;
    return 8 * in->size + 1 + (decimal ? decimals * LONGEST_DECIMAL : 0);
}

static bool is_untouched(const cell_member *member, size_t from)
{
    for (size_t i = from; i < sizeof *member; i++)
        if (member->raw[i] != UNTOUCHED)
            return false;
    return true;
}

/* The texts of <quern/convert.h> are read as what they were written of; only values that are sound are written at all. */
#define CHECK_FORM(name)                                                                  \
    do {                                                                                  \
        quern_##name value, back;                                                         \
        char text[QUERN_TEXT_SIZE];                                                       \
        memcpy(&value, item, sizeof value);                                               \
        memset(&back, 0, sizeof back);                                                    \
        QUERN__FUZZ_CHECK(quern_##name##_format(value, text, sizeof text) < sizeof text); \
        QUERN__FUZZ_CHECK(quern_##name##_parse(text, &back));                             \
        QUERN__FUZZ_CHECK(memcmp(&value, &back, sizeof value) == 0);                      \
    } while (0)

/* Every byte that the item leads to can be read, and is what its kind says. */
static void check_item(quern_kind kind, const void *item, size_t cell_size)
{
    const char *text = NULL;
    switch ((int)kind) {
    case QUERN_KIND_BOOL:
        QUERN__FUZZ_CHECK(*(const unsigned char *)item <= 1);
        return;
    case QUERN_KIND_TIMESTAMP:
        CHECK_FORM(timestamp);
        return;
    case QUERN_KIND_LOCAL_TIMESTAMP:
        CHECK_FORM(local_timestamp);
        return;
    case QUERN_KIND_DATE:
        CHECK_FORM(date);
        return;
    case QUERN_KIND_TIME:
        CHECK_FORM(time);
        return;
    case QUERN_KIND_INTERVAL:
        CHECK_FORM(interval);
        return;
    case QUERN_KIND_UUID:
        CHECK_FORM(uuid);
        return;
    case QUERN_KIND_INET:
        CHECK_FORM(inet);
        return;
    case QUERN_KIND_DECIMAL:
        QUERN__FUZZ_CHECK(quern_decimal_valid(((const quern_decimal *)item)->text));
        return;
    case QUERN_KIND_BYTES:
        QUERN__FUZZ_CHECK(((const quern_bytes *)item)->data &&
                          ((const quern_bytes *)item)->size <= cell_size);
        return;
    case QUERN_KIND_TEXT:
    case QUERN_KIND_JSON:
        memcpy(&text, item, sizeof text);
        QUERN__FUZZ_CHECK(text && strlen(text) <= cell_size);
        return;
    default:
        return;
    }
}

static void check_member(quern_kind kind, const cell_member *member, size_t cell_size)
{
    if (!(kind & QUERN_ARRAY)) {
        check_item(kind, member, cell_size);
        if (kind == QUERN_KIND_TEXT || kind == QUERN_KIND_JSON) /* nothing is lost, but jsonb's first byte */
            QUERN__FUZZ_CHECK(strlen(member->text) + 1 >= cell_size);
        return;
    }
    const quern_kind item_kind = (quern_kind)(kind & ~(unsigned)QUERN_ARRAY);
    const char *items = (const char *)(const void *)member->array.items;
    size_t nulls = 0;
    QUERN__FUZZ_CHECK(items && member->array.count <= cell_size / 4);
    for (size_t i = 0; i < member->array.count; i++)
        if (member->array.nulls && member->array.nulls[i])
            nulls++;
        else
            check_item(item_kind, items + i * cell_kind_size(item_kind), cell_size);
    QUERN__FUZZ_CHECK(!member->array.nulls == !nulls);
}

static quern_decoded decode(const input *in, size_t most_pieces, bool check)
{
    cell_member member;
    cell_storage s = cell_storage_open(most_pieces);
    memset(&member, UNTOUCHED, sizeof member);
    const quern_decoded decoded = cell_decode(in->decoder, in->cell, in->size, &member, &s);
    QUERN__FUZZ_CHECK(is_untouched(&member, decoded == QUERN_DECODED ? cell_kind_size(in->kind) : 0));
    QUERN__FUZZ_CHECK(s.taken <= most_memory(in));
    if (check && decoded == QUERN_DECODED)
        check_member(in->kind, &member, in->size);
    cell_storage_close(&s);
    return decoded;
}

void quern__fuzz_cell(const uint8_t *data, size_t size)
{
    if (!size)
        return;
    const input in = read_input(data, size);
    QUERN__FUZZ_CHECK(in.decoder);
    const quern_decoded decoded = decode(&in, 0, true);
    const quern_decoded with_one_piece = decode(&in, 1, false);
    QUERN__FUZZ_CHECK(decoded != QUERN_DECODE_NO_MEMORY);
    QUERN__FUZZ_CHECK(with_one_piece == decoded || with_one_piece == QUERN_DECODE_NO_MEMORY);
}
