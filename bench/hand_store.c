/* hand_store.c: where the rows go that are read by hand: books and texts, in blocks. */
#include "bench.h"
#include "hand.h"

#include <stdlib.h>
#include <string.h>

enum { TEXTS = 64 * 1024 };

struct hand_texts {
    struct hand_texts *next;
    char bytes[TEXTS];
};

const book *hand_book(const hand_books *books, size_t index)
{
    return books->blocks[index / HAND_BLOCK] + index % HAND_BLOCK;
}

static void *take(hand_books *books, size_t size)
{
    books->bytes += size;
    books->mallocs++;
    return malloc(size);
}

book *hand_next_book(hand_books *books)
{
    book **block = &books->blocks[books->count / HAND_BLOCK];
    if (books->count == (size_t)HAND_BLOCK * HAND_BLOCKS)
        return NULL;
    if (!*block)
        *block = take(books, HAND_BLOCK * sizeof **block);
    return *block ? *block + books->count++ % HAND_BLOCK : NULL;
}

static char *next_text(hand_books *books, size_t size)
{
    if ((size_t)(books->end - books->free) < size) {
        struct hand_texts *texts = take(books, sizeof *texts);
        if (!texts)
            return NULL;
        texts->next = books->texts;
        books->texts = texts;
        books->free = texts->bytes;
        books->end = texts->bytes + TEXTS;
    }
    char *title = books->free;
    books->free += size;
    return title;
}

const char *hand_text(hand_books *books, const PGresult *result, int row, int column)
{
    const size_t size = (size_t)PQgetlength(result, row, column) + 1;
    char *text = size < TEXTS ? next_text(books, size) : NULL;
    return text ? memcpy(text, PQgetvalue(result, row, column), size) : NULL;
}

void hand_free(hand_books *books)
{
    for (size_t i = 0; i < HAND_BLOCKS; i++)
        free(books->blocks[i]);
    for (struct hand_texts *next; books->texts; books->texts = next) {
        next = books->texts->next;
        free(books->texts);
    }
}
