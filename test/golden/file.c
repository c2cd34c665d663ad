/* file.c: files of the source tree that must be what a program writes. */
#include "test/golden/file.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static FILE *open_file(const char *name, const char *mode)
{
    char path[4096];
    const char *root = getenv("srcdir");
    snprintf(path, sizeof path, "%s/%s", root ? root : ".", name);
    return fopen(path, mode);
}

void quern__golden_read(const char *name, quern__text *out)
{
    char bytes[4096];
    size_t size;
    FILE *file = open_file(name, "rb");
    while (file && (size = fread(bytes, 1, sizeof bytes, file)) > 0)
        quern__text_put_bytes(out, bytes, size);
    if (file)
        fclose(file);
    ck_assert_msg(!out->broken, "no memory for %s", name);
}

static void write_file(const char *name, const quern__text *text)
{
    FILE *file = open_file(name, "wb");
    ck_assert_msg(file && fwrite(text->bytes, 1, text->size, file) == text->size && fclose(file) == 0,
                  "cannot write %s", name);
    printf("wrote %s\n", name);
}

static void compare(const char *name, const char *is, const char *should)
{
    size_t line = 1, at = 0, start = 0;
    for (; is[at] && is[at] == should[at]; at++)
        if (is[at] == '\n') {
            line++;
            start = at + 1;
        }
    ck_assert_msg(
        is[at] == should[at],
        "%s:%zu: the text is\n%.*s\nand should be\n%.*s\n(QUERN_GOLDEN_UPDATE=1 writes the file anew)", name,
        line, (int)strcspn(is + start, "\n"), is + start, (int)strcspn(should + start, "\n"), should + start);
}

void quern__golden_compare(const char *name, const quern__text *text)
{
    quern__text golden = quern__text_open(quern_system_allocator());
    quern__golden_read(name, &golden);
    if (getenv("QUERN_GOLDEN_UPDATE") && strcmp(quern__text_get(&golden), quern__text_get(text)) != 0)
        write_file(name, text);
    else
        compare(name, quern__text_get(text), quern__text_get(&golden));
    quern__text_close(&golden);
}
