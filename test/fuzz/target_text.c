/* target_text.c: the texts of <quern/convert.h>, a target for each kind. The bytes are a text to be read, and a value to be
 * written. */
#include "test/fuzz/fuzz.h"

#include "test/support/forms.h"

#include <stdlib.h>
#include <string.h>

/* The text of a value, which all sizes agree on. */
static size_t format(const quern__form *form, const quern__form_value *value, char *out)
{
    char cut[QUERN_TEXT_SIZE];
    const size_t length = form->format(value, out, QUERN_TEXT_SIZE), half = length / 2;
    QUERN__FUZZ_CHECK(length > 0 && length < QUERN_TEXT_SIZE && strlen(out) == length);
    QUERN__FUZZ_CHECK(form->format(value, cut, half + 1) == length);
    QUERN__FUZZ_CHECK(strlen(cut) == half && memcmp(cut, out, half) == 0);
    return length;
}

static void read_text(const quern__form *form, const char *text)
{
    quern__form_value value, back, before;
    char written[QUERN_TEXT_SIZE];
    memset(&value, 0x5a, sizeof value);
    memcpy(&before, &value, sizeof value);
    memcpy(&back, &value, sizeof value);
    if (!form->parse(text, &value)) {
        QUERN__FUZZ_CHECK(memcmp(&value, &before, sizeof value) == 0);
        return;
    }
    format(form, &value, written);
    QUERN__FUZZ_CHECK(form->parse(written, &back));
    QUERN__FUZZ_CHECK(memcmp(&value, &back, sizeof value) == 0);
}

/* Bytes that are no value are written as "?". Behind an IPv4 address are bytes that nobody writes. */
static void write_value(const quern__form *form, const uint8_t *data, size_t size)
{
    quern__form_value value, back;
    char text[QUERN_TEXT_SIZE], again[QUERN_TEXT_SIZE];
    memset(&value, 0, sizeof value);
    memset(&back, 0, sizeof back);
    if (size)
        memcpy(&value, data, size < form->size ? size : form->size);
    format(form, &value, text);
    QUERN__FUZZ_CHECK(form->parse(text, &back) == (strcmp(text, "?") != 0));
    if (strcmp(text, "?") == 0)
        return;
    format(form, &back, again);
    QUERN__FUZZ_CHECK(strcmp(text, again) == 0);
    QUERN__FUZZ_CHECK(memcmp(&value, &back, form->size) == 0 || strcmp(form->name, "inet") == 0);
}

static void run(const quern__form *form, const uint8_t *data, size_t size)
{
    char *text = quern__fuzz_text(data, size);
    read_text(form, text);
    write_value(form, data, size);
    free(text);
}

#define TARGET(name)                                          \
    void quern__fuzz_##name(const uint8_t *data, size_t size) \
    {                                                         \
        run(quern__form_of(#name), data, size);               \
    }
QUERN__FORMS(TARGET)
